namespace Contrail.Analysis.Views;

/// <summary>How long threads waited for locks that others held.</summary>
internal sealed record ContentionSummary
{
    /// <summary>Waits for the program's locks that ended within the window.</summary>
    public required long Count { get; init; }

    /// <summary>
    /// All of them together, those of several threads at once added up. A wait that began before the window counts
    /// whole, if the runtime tells how long it was.
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
    /// Those of them that had begun before the window: their lengths count from its start, and are longer.
    /// </summary>
    public required long WaitingSinceBefore { get; init; }

    /// <summary>Threads that wait for an event, a semaphore or another wait handle when the window ends.</summary>
    public long HandleWaitsAtEnd { get; init; }

    /// <summary>Those of them that had begun to wait before the window.</summary>
    public long HandleWaitsSinceBefore { get; init; }

    /// <summary>Waits for locks of the runtime's own; they count nowhere else.</summary>
    public required long NativeCount { get; init; }
}
