using static Contrail.Core.NetTrace.Events.RuntimeEventTable;

namespace Contrail.Core.NetTrace.Events;

/// <summary>A module that was loaded or unloaded (events 151, 152 and 153). Borrows the payload.</summary>
internal readonly ref struct ModuleLoad
{
    private static readonly int[] ModuleIds =
        [RuntimeEventId.DomainModuleLoad, RuntimeEventId.ModuleLoad, RuntimeEventId.ModuleUnload];

    private static readonly EventField ModuleIdField = Field("ModuleId", ModuleIds);
    private static readonly EventField AssemblyIdField = Field("AssemblyId", ModuleIds);
    private static readonly EventField ILPathField = Field("ILPath", ModuleIds);
    private static readonly EventField PdbSignatureField =
        Field("PdbSignature", RuntimeEventId.ModuleLoad, RuntimeEventId.ModuleUnload);

    private readonly EventPayload _payload;

    private ModuleLoad(EventPayload payload) => _payload = payload;

    /// <summary>The runtime's handle for the module; reused after an unload.</summary>
    public ulong ModuleId => _payload.Number(ModuleIdField);

    /// <summary>The runtime's handle for the module's assembly.</summary>
    public ulong AssemblyId => _payload.Number(AssemblyIdField);

    /// <summary>Where the module's IL was read from, as UTF-16; empty if it was made in memory.</summary>
    public ReadOnlySpan<byte> ILPath => _payload.Utf16(ILPathField);

    /// <summary>Which build of the symbol file belongs to it; all zero before version 2.</summary>
    public Guid PdbSignature => _payload.UniqueId(PdbSignatureField);

    /// <summary>Reads the runtime's event 151, 152 or 153; false for another, and for one cut short.</summary>
    public static bool TryRead(int eventId, int version, ReadOnlySpan<byte> untrusted, out ModuleLoad module)
    {
        bool describesModule = eventId is >= RuntimeEventId.DomainModuleLoad and <= RuntimeEventId.ModuleUnload;
        PayloadLayout? layout = describesModule ? FindLive(eventId)?.Layout(version) : null;
        if (layout is not null && EventPayload.TryRead(layout, untrusted, sizeof(ulong), out EventPayload payload))
        {
            module = new ModuleLoad(payload);
            return true;
        }

        module = default;
        return false;
    }
}
