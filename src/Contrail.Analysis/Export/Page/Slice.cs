using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Page;

/// <summary>
/// Something that lasted for a time on a track, or several short ones that are too near each other to be kept apart.
/// Times are in nanoseconds since the start of the trace.
/// </summary>
/// <param name="Start">When it starts.</param>
/// <param name="End">When it ends.</param>
/// <param name="Text">What it is, as a number of a <see cref="TextTable"/>; of several ones, the longest.</param>
/// <param name="Stack">Where it began; none if unknown.</param>
internal readonly record struct Slice(long Start, long End, int Text, StackId Stack)
{
    /// <summary>How many it is.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The sum of their durations in nanoseconds.</summary>
    public double Nanoseconds { get; init; } = Math.Max(0, End - Start);

    /// <summary>The duration of the longest one, in nanoseconds; at most that of a trace.</summary>
    public long Longest { get; init; } = Math.Clamp(End - Start, 0, TraceTime.MaxNanoseconds);

    /// <summary>Whether it started before the trace shows it.</summary>
    public bool IsOpenAtStart { get; init; }

    /// <summary>Whether it had not ended where the trace ends.</summary>
    public bool IsOpenAtEnd { get; init; }

    /// <summary>Whether one of them is known to have failed.</summary>
    public bool IsFailed { get; init; }

    /// <summary>The slice of a range.</summary>
    public static Slice Of(TimeRange range, int text, StackId stack) =>
        new(range.Start.Nanoseconds, Math.Max(range.Start.Nanoseconds, range.End.Nanoseconds), text, stack)
        {
            IsOpenAtStart = range.IsOpenAtStart,
            IsOpenAtEnd = range.IsOpenAtEnd,
        };

    /// <summary>The slice of a moment.</summary>
    public static Slice At(TraceTime time, int text, StackId stack) =>
        new(time.Nanoseconds, time.Nanoseconds, text, stack);

    /// <summary>Whether two slices are both shorter than a resolution, and in the same step of it.</summary>
    public bool CanJoin(in Slice other, long resolution) =>
        Longest < resolution && other.Longest < resolution && Step(resolution) == other.Step(resolution);

    /// <summary>Both as one.</summary>
    public Slice Join(in Slice other)
    {
        bool isLonger = other.Longest > Longest;
        return new Slice(
            Math.Min(Start, other.Start), Math.Max(End, other.End),
            isLonger ? other.Text : Text, isLonger ? other.Stack : Stack)
        {
            Count = unchecked((int)Math.Min(int.MaxValue, (long)Count + other.Count)),
            Nanoseconds = Nanoseconds + other.Nanoseconds,
            Longest = Math.Max(Longest, other.Longest),
            IsOpenAtStart = IsOpenAtStart || other.IsOpenAtStart,
            IsOpenAtEnd = IsOpenAtEnd || other.IsOpenAtEnd,
            IsFailed = IsFailed || other.IsFailed,
        };
    }

    // What started before the window is in a step of its own.
    private long Step(long resolution) => Start < 0 ? -1 : Start / resolution;
}
