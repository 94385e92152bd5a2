using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Snapshots;
using Contrail.Core.NetTrace.Symbols;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>Finds what the first reading takes from the events of rows.</summary>
internal static class RowUses
{
    /// <summary>What is taken from the events of a row.</summary>
    public static RowUse Of(MetadataRow row) => OfProvider(row)
        | (FigureThreads.IsNamed(row) ? RowUse.NamedThreads : RowUse.None)
        | (ManagedThreads.IsUsed(row) ? RowUse.ManagedThreads : RowUse.None)
        | (IsPartOfWait(row) || IsSample(row) ? RowUse.NotRunning : RowUse.None);

    private static RowUse OfProvider(MetadataRow row) => row.Provider switch
    {
        RuntimeProvider.RundownName => RowUse.Rundown | RowUse.Late | SymbolsOf(SymbolOrigin.Rundown, row),
        RuntimeProvider.Name =>
            SymbolsOf(SymbolOrigin.Live, row) | (ThreadRoles.IsUsed(row) ? RowUse.Roles : RowUse.None),
        RuntimeProvider.EventPipeName => RowUse.Process | RowUse.Late,
        UniversalProvider.System => RowUse.Code | RowUse.Late,
        OwnEvents.ManifestProvider => RowUse.OwnProvider | (IsOwn(row) ? RowUse.Own : RowUse.None),
        _ => RowUse.None,
    };

    private static RowUse SymbolsOf(SymbolOrigin origin, MetadataRow row) =>
        SymbolTable.IsUsed(origin, row.EventId) ? RowUse.Symbols : RowUse.None;

    private static bool IsOwn(MetadataRow row) =>
        row.EventId is OwnEvents.ManifestEventId or OwnEvents.RepairedEventId;

    // A wait for a lock or a task waits for a handle: these events do not show that it has ended.
    private static bool IsPartOfWait(MetadataRow row) => row.Provider == RuntimeProvider.Name
        && row.EventId is RuntimeEventId.WaitHandleWaitStart or RuntimeEventId.WaitHandleWaitStop;

    // A sample is written by the sampler, whatever its thread does.
    private static bool IsSample(MetadataRow row) =>
        row.Provider == RuntimeProvider.SampleProfilerName || UniversalEvents.IsCpuSample(row);
}
