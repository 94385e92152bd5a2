namespace Contrail.Analysis.Model;

/// <summary>A sampled allocation, which represents everything allocated since the previous sample.</summary>
/// <param name="Time">When.</param>
/// <param name="ExecutionId">The thread.</param>
/// <param name="Type">The type of the object; empty if the trace does not contain it.</param>
/// <param name="Bytes">Bytes that it represents.</param>
/// <param name="Stack">Where.</param>
internal readonly record struct AllocationSample(
    TraceTime Time, long ExecutionId, string Type, long Bytes, StackId Stack)
{
    /// <summary>The request in which it happened; null if unknown, or if it was in none.</summary>
    public RequestReference? Request { get; init; }
}
