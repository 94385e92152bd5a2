namespace Contrail.Analysis.Model;

/// <summary>A sampled allocation, which stands for all that was allocated since the previous one.</summary>
/// <param name="Time">When.</param>
/// <param name="ExecutionId">The thread.</param>
/// <param name="Type">The type of the object; empty if the trace does not contain it.</param>
/// <param name="Bytes">Bytes that it stands for.</param>
/// <param name="Stack">Where.</param>
internal readonly record struct AllocationSample(
    TraceTime Time, long ExecutionId, string Type, long Bytes, StackId Stack);
