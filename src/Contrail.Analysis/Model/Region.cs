namespace Contrail.Analysis.Model;

/// <summary>A section of code that the application marks, on one goroutine or thread.</summary>
/// <param name="Name">The application's name for it.</param>
/// <param name="ExecutionId">The goroutine or thread.</param>
/// <param name="TaskId">The task that it belongs to; 0 for none.</param>
/// <param name="Range">When.</param>
internal readonly record struct Region(string Name, long ExecutionId, ulong TaskId, TimeRange Range)
{
    /// <summary>Where it began; where it ended, if its start is not in the trace. None if unknown.</summary>
    public StackId Stack { get; init; }
}
