namespace Contrail.Analysis.Model;

/// <summary>A time in which no application code runs: the runtime has stopped all threads.</summary>
/// <param name="Cause">What the runtime stopped them for.</param>
/// <param name="Reason">The same in the runtime's words; empty if the trace does not contain it.</param>
/// <param name="Range">When: from the request until all threads can run again.</param>
internal readonly record struct Pause(PauseCause Cause, string Reason, TimeRange Range)
{
    /// <summary>The collections for which it was, the one that took most of it first; empty if none is known.</summary>
    public IReadOnlyList<PauseCollection> Collections { get; init; } = [];

    /// <summary>The code that requested it; none if unknown.</summary>
    public StackId Stack { get; init; }

    /// <summary>
    /// How long it took until all threads had stopped, in nanoseconds: the part of the pause before its work. Null if
    /// unknown.
    /// </summary>
    public long? SuspensionNanoseconds { get; init; }
}
