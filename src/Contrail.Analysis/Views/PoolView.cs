using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views;

/// <summary>Counts what the thread pool did. Not safe for concurrent use.</summary>
internal sealed class PoolView : IModelSink
{
    private const int MaxReasons = 16;

    private readonly TopTally<string> _reasons = new(MaxReasons);
    private long? _target;

    /// <inheritdoc/>
    public ModelNeeds Needs => ModelNeeds.PoolAdjustments;

    /// <summary>How often the target number of threads changed.</summary>
    public long Count { get; private set; }

    /// <summary>How often it changed because work waited and no thread became free.</summary>
    public long StarvationCount { get; private set; }

    /// <summary>
    /// How often it rose because threads of the pool were blocked; the first change does not count, since the target
    /// before it is unknown.
    /// </summary>
    public long BlockingRiseCount { get; private set; }

    /// <summary>The maximum target; 0 if none was reported.</summary>
    public long MaxTarget { get; private set; }

    /// <summary>Why, the most frequent first.</summary>
    public IReadOnlyList<NamedCount> Reasons =>
        [.. _reasons.Top(MaxReasons).Select(top => new NamedCount(top.Key, top.Count))];

    /// <inheritdoc/>
    public void Add(in PoolAdjustment adjustment)
    {
        Count++;
        _reasons.Add(adjustment.Reason);
        StarvationCount += adjustment.Cause == PoolAdjustmentCause.Starvation ? 1 : 0;
        bool isRise = adjustment.TargetThreads > _target;
        BlockingRiseCount += isRise && adjustment.Cause == PoolAdjustmentCause.Blocking ? 1 : 0;
        MaxTarget = Math.Max(MaxTarget, adjustment.TargetThreads);
        _target = adjustment.TargetThreads;
    }
}
