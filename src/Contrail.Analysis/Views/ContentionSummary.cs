namespace Contrail.Analysis.Views;

/// <summary>How long threads waited for locks that others held.</summary>
internal sealed record ContentionSummary
{
    /// <summary>Waits for the program's locks that ended within the window.</summary>
    public required long Count { get; init; }

    /// <summary>
    /// The sum of all waits, including simultaneous ones of several threads. A wait that started before the window
    /// counts completely if the runtime reports its duration.
    /// </summary>
    public required TimeSpan Total { get; init; }

    /// <summary>The longest of them.</summary>
    public required TimeSpan Longest { get; init; }

    /// <summary>When the longest began, from the beginning of the window; negative if before it.</summary>
    public required TimeSpan LongestOffset { get; init; }

    /// <summary>Waits of unknown length, without a start; not included in the times.</summary>
    public required long UnmeasuredCount { get; init; }

    /// <summary>Waits for the program's locks that have no end in the window.</summary>
    public required long WaitingAtEnd { get; init; }

    /// <summary>How long the longest of those had lasted when the window ended.</summary>
    public required TimeSpan LongestWaitingAtEnd { get; init; }

    /// <summary>
    /// Of these, the waits that started before the window: their durations count from its start, so they are longer.
    /// </summary>
    public required long WaitingSinceBefore { get; init; }

    /// <summary>Threads that wait for an event, a semaphore or another wait handle when the window ends.</summary>
    public long HandleWaitsAtEnd { get; init; }

    /// <summary>Of these, the ones that started to wait before the window.</summary>
    public long HandleWaitsSinceBefore { get; init; }

    /// <summary>Waits for locks of the runtime's own; they count nowhere else.</summary>
    public required long NativeCount { get; init; }
}
