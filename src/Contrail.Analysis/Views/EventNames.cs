using System.Collections.Frozen;
using System.Globalization;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.Views;

/// <summary>
/// What events are called. The runtime's come without a name; those whose fields Contrail knows are named by their
/// layout, the others here.
/// </summary>
internal static class EventNames
{
    private static readonly FrozenDictionary<int, string> Runtime = new Dictionary<int, string>
    {
        [5] = "GCCreateSegment",
        [6] = "GCFreeSegment",
        [11] = "GCCreateConcurrentThread",
        [12] = "GCTerminateConcurrentThread",
        [13] = "GCFinalizersEnd",
        [14] = "GCFinalizersBegin",
        [16] = "GCBulkRootEdge",
        [18] = "GCBulkNode",
        [19] = "GCBulkEdge",
        [20] = "GCSampledObjectAllocationHigh",
        [25] = "GCMarkStackRoots",
        [26] = "GCMarkFinalizeQueueRoots",
        [27] = "GCMarkHandles",
        [28] = "GCMarkOlderGenerationRoots",
        [29] = "FinalizeObject",
        [39] = "GCDynamic",
        [30] = "SetGCHandle",
        [31] = "DestroyGCHandle",
        [32] = "GCSampledObjectAllocationLow",
        [33] = "PinObjectAtGCTime",
        [58] = "YieldProcessorMeasurement",
        [59] = "ThreadPoolMinMaxThreads",
        [60] = "ThreadPoolWorkingThreadCount",
        [61] = "ThreadPoolEnqueue",
        [62] = "ThreadPoolDequeue",
        [63] = "ThreadPoolIOEnqueue",
        [64] = "ThreadPoolIODequeue",
        [65] = "ThreadPoolIOPack",
        [70] = "ThreadCreating",
        [71] = "ThreadRunning",
        [72] = "MethodDetails",
        [73] = "TypeLoadStart",
        [74] = "TypeLoadStop",
        [82] = "StackWalk",
        [90] = "ContentionLockCreated",
        [146] = "MethodJitMemoryAllocated",
        [160] = "EntryPointStart",
        [185] = "MethodJitInliningSucceeded",
        [186] = "MethodJitInliningFailed",
        [188] = "MethodJitTailCallSucceeded",
        [190] = "MethodILToNativeMap",
        [191] = "MethodJitTailCallFailed",
        [200] = "IncreaseMemoryPressure",
        [201] = "DecreaseMemoryPressure",
        [202] = "GCMark",
        [203] = "GCJoin",
        [204] = "GCPerHeapHistory",
        [205] = "GCGlobalHeapHistory",
        [206] = "GenAwareBegin",
        [207] = "GenAwareEnd",
        [208] = "GCLohCompact",
        [209] = "GCFitBucket",
        [250] = "ExceptionCatchStart",
        [251] = "ExceptionCatchStop",
        [252] = "ExceptionFinallyStart",
        [253] = "ExceptionFinallyStop",
        [254] = "ExceptionFilterStart",
        [255] = "ExceptionFilterStop",
        [256] = "ExceptionThrownStop",
        [281] = "TieredCompilationPause",
        [282] = "TieredCompilationResume",
        [283] = "TieredCompilationBackgroundStart",
        [284] = "TieredCompilationBackgroundStop",
        [290] = "AssemblyLoadStart",
        [291] = "AssemblyLoadStop",
        [292] = "AssemblyResolutionAttempted",
        [293] = "AssemblyResolvingHandler",
        [294] = "AppDomainResolveHandler",
        [295] = "AssemblyLoadFromHandler",
        [296] = "KnownPathProbed",
        [303] = "AllocationSampled",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<int, string> Rundown = new Dictionary<int, string>
    {
        [10] = "GCSettings",
        [145] = "RundownStartComplete",
        [146] = "RundownEndComplete",
        [147] = "RundownStartBegin",
        [148] = "RundownEndBegin",
        [149] = "MethodILToNativeMapStart",
        [150] = "MethodILToNativeMapEnd",
        [187] = "RuntimeStart",
    }.ToFrozenDictionary();

    /// <summary>The name in the file; or the one known for the number; or the number.</summary>
    public static string Of(MetadataRow row) => row.Name.Length > 0
        ? FileText.ShortenName(row.Name)
        : Known(row) ?? string.Create(CultureInfo.InvariantCulture, $"event {row.EventId}");

    private static string? Known(MetadataRow row) => row.Provider switch
    {
        RuntimeProvider.Name => OfRuntime(row.EventId, row.Version),
        RuntimeProvider.RundownName => RundownEventId.ToRuntime(row.EventId) is { } runtimeId
            ? OfRuntime(runtimeId, row.Version) + "Rundown"
            : Rundown.GetValueOrDefault(row.EventId),
        RuntimeProvider.SampleProfilerName when row.EventId == 0 => "ThreadSample",
        RuntimeProvider.EventPipeName when row.EventId == 1 => "ProcessInfo",
        _ => null,
    };

    private static string? OfRuntime(int eventId, int version) =>
        RuntimeLayouts.Find(eventId, Math.Max(0, version))?.Name ?? Runtime.GetValueOrDefault(eventId);
}
