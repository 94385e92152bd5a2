namespace Contrail.Analysis.Model;

/// <summary>The time of something that lasts. Where the trace cuts it, it is open at that edge.</summary>
/// <param name="Start">When it starts, or the first time at which the trace shows it.</param>
/// <param name="End">When it ends, or the last time at which the trace shows it.</param>
/// <param name="IsOpenAtStart">Whether it started before <paramref name="Start"/>.</param>
/// <param name="IsOpenAtEnd">Whether it had not ended at <paramref name="End"/>.</param>
internal readonly record struct TimeRange(TraceTime Start, TraceTime End, bool IsOpenAtStart, bool IsOpenAtEnd)
{
    /// <summary>Whether the trace contains its start and its end.</summary>
    public bool IsWhole => !IsOpenAtStart && !IsOpenAtEnd;

    /// <summary>The part that the trace shows; 0 if the end is before the start.</summary>
    public long Nanoseconds => Math.Max(0, End.Nanoseconds - Start.Nanoseconds);
}
