namespace Contrail.Analysis.Model;

/// <summary>A unit of work that the application marks, which may pass between goroutines or threads.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">The application's name for it; empty if the trace does not contain it.</param>
/// <param name="Range">When.</param>
internal readonly record struct TraceTask(ulong Id, string Name, TimeRange Range)
{
    /// <summary>Where it began; where it ended, if its start is not in the trace. None if unknown.</summary>
    public StackId Stack { get; init; }
}
