using System.Diagnostics;

namespace Contrail.Sources;

/// <summary>A moment by which something must have happened; the steps on the way share what is left.</summary>
internal readonly struct Deadline
{
    private readonly long _endTimestamp;

    private Deadline(long endTimestamp)
    {
        _endTimestamp = endTimestamp;
    }

    /// <exception cref="ArgumentOutOfRangeException">The time is not positive, or longer than a day.</exception>
    public static Deadline In(TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout, TimeSpan.FromDays(1));
        return new Deadline(Stopwatch.GetTimestamp() + (long)(timeout.TotalSeconds * Stopwatch.Frequency));
    }

    /// <summary>The one that comes first.</summary>
    public static Deadline Earlier(Deadline one, Deadline other) =>
        one._endTimestamp < other._endTimestamp ? one : other;

    /// <summary>What is left, rounded up to a whole millisecond, for calls that take 0 as "for ever".</summary>
    /// <exception cref="TimeoutException">Nothing is left; the message names <paramref name="waitedFor"/>.</exception>
    public int RemainingMilliseconds(string waitedFor)
    {
        TimeSpan left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), _endTimestamp);
        if (left <= TimeSpan.Zero)
        {
            throw new TimeoutException($"Timed out waiting for {waitedFor}.");
        }

        return (int)Math.Ceiling(left.TotalMilliseconds);
    }
}
