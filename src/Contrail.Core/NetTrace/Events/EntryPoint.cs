using static Contrail.Core.NetTrace.Events.RuntimeEventTable;

namespace Contrail.Core.NetTrace.Events;

/// <summary>
/// The start address of a precompiled method's code (event 159), without its size. Borrows the payload.
/// </summary>
internal readonly ref struct EntryPoint
{
    private static readonly EventField MethodIdField = Field("MethodId", RuntimeEventId.EntryPoint);
    private static readonly EventField AddressField = Field("Address", RuntimeEventId.EntryPoint);
    private static readonly EventField NamespaceField = Field("Namespace", RuntimeEventId.EntryPoint);
    private static readonly EventField NameField = Field("Name", RuntimeEventId.EntryPoint);
    private static readonly EventField SignatureField = Field("Signature", RuntimeEventId.EntryPoint);

    private readonly EventPayload _payload;

    private EntryPoint(EventPayload payload) => _payload = payload;

    /// <summary>The runtime's handle for the method.</summary>
    public ulong MethodId => _payload.Number(MethodIdField);

    /// <summary>The address of the first instruction.</summary>
    public ulong Address => _payload.Number(AddressField);

    /// <summary>The full name of the declaring type, as UTF-16.</summary>
    public ReadOnlySpan<byte> Namespace => _payload.Utf16(NamespaceField);

    /// <summary>The method's name, as UTF-16.</summary>
    public ReadOnlySpan<byte> Name => _payload.Utf16(NameField);

    /// <summary>The signature, as UTF-16.</summary>
    public ReadOnlySpan<byte> Signature => _payload.Utf16(SignatureField);

    /// <summary>Reads the runtime's event 159; false for one cut short.</summary>
    public static bool TryRead(int version, ReadOnlySpan<byte> untrusted, out EntryPoint entryPoint)
    {
        PayloadLayout? layout = FindLive(RuntimeEventId.EntryPoint)?.Layout(version);
        if (layout is not null && EventPayload.TryRead(layout, untrusted, sizeof(ulong), out EventPayload payload))
        {
            entryPoint = new EntryPoint(payload);
            return true;
        }

        entryPoint = default;
        return false;
    }
}
