using System.Diagnostics;

namespace Contrail.Ipc;

/// <summary>A moment by which something must have happened; the steps on the way share what is left.</summary>
internal readonly struct Deadline
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    private readonly long _endTimestamp;
    private readonly Action? _look;

    private Deadline(long endTimestamp, Action? look)
    {
        _endTimestamp = endTimestamp;
        _look = look;
    }

    /// <param name="timeout">The time until then.</param>
    /// <param name="look">Called several times a second during each wait, which ends with what it throws.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is not positive, or longer than a day.</exception>
    public static Deadline In(TimeSpan timeout, Action? look = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout, TimeSpan.FromDays(1));
        return new Deadline(Stopwatch.GetTimestamp() + (long)(timeout.TotalSeconds * Stopwatch.Frequency), look);
    }

    /// <summary>The earlier deadline; the callback during waits is kept.</summary>
    public static Deadline Earlier(Deadline one, Deadline other) =>
        new(Math.Min(one._endTimestamp, other._endTimestamp), one._look ?? other._look);

    /// <summary>What is left; negative after it.</summary>
    public TimeSpan Left => Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), _endTimestamp);

    /// <summary>Another time, with the same call during waits.</summary>
    public Deadline Again(TimeSpan timeout) => In(timeout, _look);

    /// <summary>
    /// How long the next step may wait, rounded up to a whole millisecond, for calls in which 0 means no limit. A step
    /// that got nothing in that time requests the next one.
    /// </summary>
    /// <exception cref="TimeoutException">Nothing is left; the message names <paramref name="waitedFor"/>.</exception>
    public int NextWaitMilliseconds(string waitedFor)
    {
        _look?.Invoke();
        TimeSpan left = Left;
        if (left <= TimeSpan.Zero)
        {
            throw new TimeoutException($"Timed out waiting for {waitedFor}.");
        }

        return (int)Math.Ceiling((_look is null || left < LookEvery ? left : LookEvery).TotalMilliseconds);
    }

    /// <summary>Waits for a task.</summary>
    /// <exception cref="TimeoutException">It was not done in time.</exception>
    public void Wait(Task task, string waitedFor)
    {
        while (!task.Wait(NextWaitMilliseconds(waitedFor)))
        {
        }
    }
}
