namespace Contrail.Analysis.Model;

/// <summary>A part of the async operations that cannot be read; what precedes it in its buffer is read.</summary>
/// <param name="Time">When the buffer was written.</param>
/// <param name="ExecutionId">The thread whose steps it contains; 0 if unknown.</param>
/// <param name="Reason">Why.</param>
/// <param name="OffsetBytes">Where reading ended in the buffer.</param>
/// <param name="LengthBytes">Length of the buffer.</param>
internal readonly record struct AsyncDamage(
    TraceTime Time, long ExecutionId, string Reason, int OffsetBytes, int LengthBytes);
