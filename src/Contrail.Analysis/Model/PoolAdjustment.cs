namespace Contrail.Analysis.Model;

/// <summary>The thread pool changed its target number of threads.</summary>
/// <param name="Time">When.</param>
/// <param name="TargetThreads">The new target.</param>
/// <param name="Cause">Why.</param>
/// <param name="Reason">Why, in words.</param>
internal readonly record struct PoolAdjustment(
    TraceTime Time, long TargetThreads, PoolAdjustmentCause Cause, string Reason);
