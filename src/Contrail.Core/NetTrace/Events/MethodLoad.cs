using static Contrail.Core.NetTrace.Events.RuntimeEventTable;

namespace Contrail.Core.NetTrace.Events;

/// <summary>
/// A method's code at an address, from the events that report its load, its unload or its presence (141 to 144, with or
/// without names). Borrows the payload.
/// </summary>
internal readonly ref struct MethodLoad
{
    private static readonly int[] VerboseIds = [RuntimeEventId.MethodLoadVerbose, RuntimeEventId.MethodUnloadVerbose];
    private static readonly int[] MethodIds = [RuntimeEventId.MethodLoad, RuntimeEventId.MethodUnload, .. VerboseIds];

    private static readonly EventField MethodIdField = Field("MethodId", MethodIds);
    private static readonly EventField ModuleIdField = Field("ModuleId", MethodIds);
    private static readonly EventField StartAddressField = Field("StartAddress", MethodIds);
    private static readonly EventField SizeBytesField = Field("SizeBytes", MethodIds);
    private static readonly EventField TokenField = Field("Token", MethodIds);
    private static readonly EventField FlagsField = Field("Flags", MethodIds);
    private static readonly EventField NamespaceField = Field("Namespace", VerboseIds);
    private static readonly EventField NameField = Field("Name", VerboseIds);
    private static readonly EventField SignatureField = Field("Signature", VerboseIds);
    private static readonly EventField ReJitIdField = Field("ReJitId", MethodIds);

    private readonly EventPayload _payload;

    private MethodLoad(EventPayload payload) => _payload = payload;

    /// <summary>The runtime's handle for the method; reused for another method after an unload.</summary>
    public ulong MethodId => _payload.Number(MethodIdField);

    /// <summary>The runtime's handle for the method's module.</summary>
    public ulong ModuleId => _payload.Number(ModuleIdField);

    /// <summary>The address of the first instruction; reused for another method after an unload.</summary>
    public ulong StartAddress => _payload.Number(StartAddressField);

    /// <summary>Size of the code in bytes.</summary>
    public uint SizeBytes => _payload.Number32(SizeBytesField);

    /// <summary>The metadata token; 0 for a method without one.</summary>
    public uint Token => _payload.Number32(TokenField);

    /// <summary>Dynamic 1, generic 2, shared generic 4, jitted 8; the tier from bit 7.</summary>
    public uint Flags => _payload.Number32(FlagsField);

    /// <summary>The full name of the declaring type, as UTF-16; empty where the event has no names.</summary>
    public ReadOnlySpan<byte> Namespace => _payload.Utf16(NamespaceField);

    /// <summary>The method's name, as UTF-16; empty where the event has no names.</summary>
    public ReadOnlySpan<byte> Name => _payload.Utf16(NameField);

    /// <summary>The signature, as UTF-16; empty where the event has no names.</summary>
    public ReadOnlySpan<byte> Signature => _payload.Utf16(SignatureField);

    /// <summary>
    /// The version of the method's rewritten IL that this code was compiled from; 0 for the original IL, and in
    /// versions before 2.
    /// </summary>
    public ulong ReJitId => _payload.Number(ReJitIdField);

    /// <summary>Reads the runtime's event 141, 142, 143 or 144; false for another, and for one cut short.</summary>
    public static bool TryRead(int eventId, int version, ReadOnlySpan<byte> untrusted, out MethodLoad method)
    {
        bool describesMethod = eventId is >= RuntimeEventId.MethodLoad and <= RuntimeEventId.MethodUnloadVerbose;
        PayloadLayout? layout = describesMethod ? FindLive(eventId)?.Layout(version) : null;
        if (layout is not null && EventPayload.TryRead(layout, untrusted, sizeof(ulong), out EventPayload payload))
        {
            method = new MethodLoad(payload);
            return true;
        }

        method = default;
        return false;
    }
}
