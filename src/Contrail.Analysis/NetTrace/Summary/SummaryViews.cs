using Contrail.Analysis.Findings;
using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Analysis.Views;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Machine;

namespace Contrail.Analysis.NetTrace.Summary;

/// <summary>The views of which a summary consists. Not safe for concurrent use.</summary>
internal sealed class SummaryViews
{
    private const int MaxBusiest = 10;

    private readonly CollectionView _collections = new();
    private readonly ExceptionView _exceptions = new();
    private readonly AllocationView _allocations = new();
    private readonly ContentionView _contention = new();
    private readonly PoolView _pool = new();
    private readonly SampleView _samples = new();
    private readonly TimeUseView _time = new();
    private readonly FindingRun _findings = new(RuleCatalog.All, SummaryPlaces.Views);

    public SummaryViews() =>
        Model = new TraceModel(
            _collections, _exceptions, _allocations, _contention, _pool, _samples, _time, _findings.Model);

    /// <summary>Receives the records.</summary>
    public IModelSink Model { get; }

    /// <summary>The summary, after the last record.</summary>
    public TraceSummary Conclude(NetTraceIndex index) => Conclude(index, _findings.Conclude());

    private TraceSummary Conclude(NetTraceIndex index, FindingReport findings) => new()
    {
        Facts = index.Facts,
        Coverage = index.Context.Coverage,
        Time = _time.Conclude(),
        Providers = index.Events.Conclude(),
        Collections = _collections.Conclude(),
        Exceptions = _exceptions.Conclude(),
        Allocations = _allocations.Conclude(),
        Contention = _contention.Conclude(),
        Threads = Threads(index),
        Samples = _samples.Conclude(),
        Findings = findings,
        Places = new SummaryPlaces(SummaryPlaces.Views, findings.Answers, findings.Context, findings.Extent),
    };

    private ThreadSummary Threads(NetTraceIndex index) => new()
    {
        Count = index.Threads.Count,
        Busiest = [.. index.Threads.Busiest(MaxBusiest).Select(top => new ThreadCount(top.Id, top.Count)
        {
            Role = index.Context.Threads.RoleOf(unchecked((long)top.Id)),
        })],
        PoolAdjustmentCount = _pool.Count,
        PoolReasons = _pool.Reasons,
        PoolStarvationCount = _pool.StarvationCount,
        PoolBlockingRiseCount = _pool.BlockingRiseCount,
        MaxPoolThreads = _pool.MaxTarget,
    };
}
