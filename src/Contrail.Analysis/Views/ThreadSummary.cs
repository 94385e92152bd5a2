namespace Contrail.Analysis.Views;

/// <summary>The threads that wrote events in a window, and what the thread pool did.</summary>
internal sealed record ThreadSummary
{
    /// <summary>The maximum of <see cref="Count"/>: there may have been more.</summary>
    public const int MaxCount = 10_000;

    /// <summary>Threads that wrote events, by id; at most <see cref="MaxCount"/>.</summary>
    public required long Count { get; init; }

    /// <summary>The ten that wrote most events, the busiest first.</summary>
    public required IReadOnlyList<ThreadCount> Busiest { get; init; }

    /// <summary>How often the thread pool changed its target number of threads.</summary>
    public required long PoolAdjustmentCount { get; init; }

    /// <summary>Why, the most frequent first.</summary>
    public required IReadOnlyList<NamedCount> PoolReasons { get; init; }

    /// <summary>
    /// How often because queued work waited and no pool thread became free: all were blocked, or all were computing.
    /// </summary>
    public required long PoolStarvationCount { get; init; }

    /// <summary>
    /// How often the target rose because pool threads blocked in a wait for a task; the first adjustment in the window
    /// does not count, since the target before it is unknown.
    /// </summary>
    public required long PoolBlockingRiseCount { get; init; }

    /// <summary>The maximum target; 0 if none was reported.</summary>
    public required long MaxPoolThreads { get; init; }
}
