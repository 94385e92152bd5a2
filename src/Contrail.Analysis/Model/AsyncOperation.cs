namespace Contrail.Analysis.Model;

/// <summary>
/// A chain of async methods, from the first time that it is suspended until its outermost method ends. What runs
/// before the first suspension is not part of it.
/// </summary>
/// <param name="Id">Its number in the trace.</param>
/// <param name="ParentId">The operation that a thread ran when this one was first suspended; 0 for none.</param>
/// <param name="Form">What suspends its methods.</param>
/// <param name="Range">
/// When. At the end of the trace it is open at the last moment that the profiler wrote of any thread.
/// </param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Stack">Its methods when it was first suspended, innermost first; each awaits the one before it.</param>
internal readonly record struct AsyncOperation(
    ulong Id, ulong ParentId, AsyncForm Form, TimeRange Range, AsyncOutcome Outcome, StackId Stack)
{
    /// <summary>The operation that awaited this one: the end of this one resumed it. 0 for none, or unknown.</summary>
    public ulong AwaiterId { get; init; }

    /// <summary>How long it was suspended, in nanoseconds.</summary>
    public long SuspendedNanoseconds { get; init; }

    /// <summary>
    /// How long threads ran it, in nanoseconds; with the operations that its end resumed on the same thread.
    /// </summary>
    public long RunningNanoseconds { get; init; }

    /// <summary>
    /// Up to when all steps are known, if it is open at the end: a later one may have continued it. Null otherwise.
    /// </summary>
    public TraceTime? KnownUntil { get; init; }

    /// <summary>How often it was suspended.</summary>
    public int SuspensionCount { get; init; }

    /// <summary>How many of its methods exceptions left.</summary>
    public int UnwoundFrames { get; init; }
}
