namespace Contrail.Analysis.Model;

/// <summary>A time in which a thread or goroutine was in one state.</summary>
/// <param name="ExecutionId">The thread or goroutine.</param>
/// <param name="Activity">What it did.</param>
/// <param name="Reason">Why it waited; empty if the trace does not contain it.</param>
/// <param name="Range">When.</param>
internal readonly record struct ExecutionState(
    long ExecutionId, ThreadActivity Activity, string Reason, TimeRange Range)
{
    /// <summary>The function with which it began; empty as long as no stack has shown it.</summary>
    public string Function { get; init; } = "";

    /// <summary>
    /// Where the state began: the code that waits or makes a system call; for <see cref="ThreadActivity.Ready"/>, the
    /// code that made it ready. None if unknown.
    /// </summary>
    public StackId Stack { get; init; }

    /// <summary>For <see cref="ThreadActivity.Ready"/>, the goroutine that made it ready; 0 if unknown.</summary>
    public long WakerId { get; init; }

    /// <summary>Whether it ended with this state.</summary>
    public bool IsLast { get; init; }
}
