namespace Contrail.Analysis.Model;

/// <summary>Where a thread was at a moment.</summary>
/// <param name="Kind">What the thread did.</param>
/// <param name="Time">When.</param>
/// <param name="ExecutionId">The thread or goroutine; 0 if unknown.</param>
/// <param name="Stack">Where.</param>
internal readonly record struct Sample(SampleKind Kind, TraceTime Time, long ExecutionId, StackId Stack)
{
    /// <summary>The processor time for which it counts, in nanoseconds; 0 if unknown.</summary>
    public double CpuNanoseconds { get; init; }
}
