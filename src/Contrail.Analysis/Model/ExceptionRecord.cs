namespace Contrail.Analysis.Model;

/// <summary>An exception that was thrown, caught or not; one that is thrown again is another record.</summary>
/// <param name="Time">When.</param>
/// <param name="ExecutionId">The thread.</param>
/// <param name="Type">The full name of its type; empty if the trace does not contain it.</param>
/// <param name="Message">Its message; may contain any character.</param>
/// <param name="Stack">Where it was thrown.</param>
internal readonly record struct ExceptionRecord(
    TraceTime Time, long ExecutionId, string Type, string Message, StackId Stack)
{
    /// <summary>
    /// Whether it was thrown again, by a rethrow or because a task or an async method passed it on; null if unknown.
    /// </summary>
    public bool? IsRethrown { get; init; }

    /// <summary>The request in which it happened; null if unknown, or if it was in none.</summary>
    public RequestReference? Request { get; init; }
}
