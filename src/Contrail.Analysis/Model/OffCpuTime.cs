namespace Contrail.Analysis.Model;

/// <summary>A time in which a thread had no processor because it was blocked.</summary>
/// <param name="Range">From when it left a processor until it had one again, or to the end of what is known.</param>
/// <param name="ExecutionId">The thread; 0 if unknown.</param>
/// <param name="Stack">Where it was blocked; none if unknown.</param>
internal readonly record struct OffCpuTime(TimeRange Range, long ExecutionId, StackId Stack);
