namespace Contrail.Analysis.Model;

/// <summary>A time in which a thread ran for a garbage collection, while the application ran too.</summary>
/// <param name="IsAssist">
/// Whether application code had to do it, because it allocated; otherwise it was a worker of the collector.
/// </param>
/// <param name="ExecutionId">The thread or goroutine.</param>
/// <param name="Range">When.</param>
/// <param name="Stack">Where the assist began; none for a worker.</param>
internal readonly record struct CollectionWork(bool IsAssist, long ExecutionId, TimeRange Range, StackId Stack)
{
    /// <summary>The part of the process's processors that it used meanwhile: one of them.</summary>
    public required double ProcessorShare { get; init; }
}
