using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Summary;
using Contrail.Analysis.Views;

namespace Contrail.Tool.Json;

/// <summary>The figures of the thread pool in a summary.</summary>
internal sealed record ThreadPoolJson(
    long AdjustmentCount,
    IEnumerable<NamedCountJson> Reasons,
    long? MaxTarget,
    long StarvationCount,
    long RisesByBlocking)
{
    public static SectionJson<ThreadPoolJson> Of(TraceSummary summary)
    {
        ThreadSummary all = summary.Threads;
        Coverage coverage = summary.Coverage.Of(ModelNeeds.PoolAdjustments);
        return SectionJson<ThreadPoolJson>.Of(coverage, all.PoolAdjustmentCount == 0, () => new(
            all.PoolAdjustmentCount,
            NamedCountJson.Of(all.PoolReasons),
            all.PoolAdjustmentCount == 0 ? null : all.MaxPoolThreads,
            all.PoolStarvationCount,
            all.PoolBlockingRiseCount));
    }
}
