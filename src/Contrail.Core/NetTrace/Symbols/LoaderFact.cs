using Contrail.Core.NetTrace.Events;

namespace Contrail.Core.NetTrace.Symbols;

/// <summary>One event about a holder of code, with its payload as it arrived.</summary>
internal sealed record LoaderFact(
    HolderKey Holder, int EventId, int Version, bool IsPresent, long At, HolderKey? Within, byte[] Payload)
{
    private static readonly int[] AssemblyIds = [RuntimeEventId.AssemblyLoad, RuntimeEventId.AssemblyUnload];

    private static readonly int[] ModuleIds =
        [RuntimeEventId.DomainModuleLoad, RuntimeEventId.ModuleLoad, RuntimeEventId.ModuleUnload];

    private static readonly EventField ModuleId = RuntimeEventTable.Field("ModuleId", ModuleIds);
    private static readonly EventField AssemblyId = RuntimeEventTable.Field(
        "AssemblyId", [.. ModuleIds, .. AssemblyIds]);

    private static readonly EventField AppDomainId = RuntimeEventTable.Field(
        "AppDomainId",
        [
            .. AssemblyIds,
            RuntimeEventId.DomainModuleLoad, RuntimeEventId.AppDomainLoad, RuntimeEventId.AppDomainUnload,
        ]);

    // The object, its array, its list entries, and a complete holder's, as allocated.
    private const int OverheadBytes = 240;

    public bool IsUnload => EventId is RuntimeEventId.ModuleUnload
        or RuntimeEventId.AssemblyUnload or RuntimeEventId.AppDomainUnload;

    public long HeldBytes => OverheadBytes + Payload.Length;

    /// <summary>Whether both describe their holder identically, apart from the moment.</summary>
    public bool HasSameContentAs(LoaderFact other) =>
        EventId == other.EventId && Version == other.Version && Payload.AsSpan().SequenceEqual(other.Payload);

    /// <summary>Reads one of the runtime's events 151 to 157; null if it was cut short.</summary>
    public static LoaderFact? Read(in SymbolEvent symbol, int eventId)
    {
        PayloadLayout? layout = RuntimeEventTable.FindLive(eventId)?.Layout(symbol.Version);
        if (layout is null || !EventPayload.TryRead(layout, symbol.Untrusted, sizeof(ulong), out EventPayload payload))
        {
            return null;
        }

        HolderKey module = new(HolderKind.Module, payload.Number(ModuleId));
        HolderKey assembly = new(HolderKind.Assembly, payload.Number(AssemblyId));
        HolderKey appDomain = new(HolderKind.AppDomain, payload.Number(AppDomainId));
        (HolderKey holder, HolderKey? within) = eventId switch
        {
            <= RuntimeEventId.ModuleUnload => (module, assembly),
            <= RuntimeEventId.AssemblyUnload => (assembly, appDomain),
            _ => (appDomain, (HolderKey?)null),
        };
        bool isPresent = symbol.Origin == SymbolOrigin.Rundown;
        return new LoaderFact(
            holder, eventId, symbol.Version, isPresent, symbol.At.Value, within, symbol.Untrusted.ToArray());
    }
}
