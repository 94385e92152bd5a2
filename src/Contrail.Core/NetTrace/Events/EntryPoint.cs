namespace Contrail.Core.NetTrace.Events;

/// <summary>
/// The start address of a precompiled method's code (event 159), without its size. Borrows the payload.
/// </summary>
internal readonly ref struct EntryPoint
{
    private readonly EventPayload _payload;

    private EntryPoint(EventPayload payload) => _payload = payload;

    /// <summary>The runtime's handle for the method.</summary>
    public ulong MethodId => _payload.Number("MethodId");

    /// <summary>The address of the first instruction.</summary>
    public ulong Address => _payload.Number("Address");

    /// <summary>The full name of the declaring type, as UTF-16.</summary>
    public ReadOnlySpan<byte> Namespace => _payload.Utf16("Namespace");

    /// <summary>The method's name, as UTF-16.</summary>
    public ReadOnlySpan<byte> Name => _payload.Utf16("Name");

    /// <summary>The signature, as UTF-16.</summary>
    public ReadOnlySpan<byte> Signature => _payload.Utf16("Signature");

    /// <summary>Reads the runtime's event 159; false for one cut short.</summary>
    public static bool TryRead(int version, ReadOnlySpan<byte> untrusted, out EntryPoint entryPoint)
    {
        PayloadLayout? layout = RuntimeLayouts.Find(RuntimeEventId.EntryPoint, version);
        if (layout is not null && EventPayload.TryRead(layout, untrusted, sizeof(ulong), out EventPayload payload))
        {
            entryPoint = new EntryPoint(payload);
            return true;
        }

        entryPoint = default;
        return false;
    }
}
