namespace Contrail.Capture;

/// <summary>
/// Decides from the watchdog's checks of a pump whether it has paused for too long. A check that is itself late by half
/// of the maximum pause shows that no thread of this process ran, because the process was stopped or the machine is
/// starved: from then on each pump has the full time again.
/// </summary>
/// <remarks>Moments are timestamps of a monotonic clock that continues while a process is stopped.</remarks>
internal sealed class PauseClock
{
    private readonly long _maxPauseTicks;
    private long _lookedAt;
    private long _wokeAt;

    /// <param name="maxPause">How long a pump may pause.</param>
    /// <param name="ticksPerSecond">The frequency of the timestamps.</param>
    /// <param name="now">The moment of the first check.</param>
    public PauseClock(TimeSpan maxPause, long ticksPerSecond, long now)
    {
        _maxPauseTicks = (long)(maxPause.TotalSeconds * ticksPerSecond);
        _lookedAt = now;
        _wokeAt = now;
    }

    /// <summary>The watchdog looks now.</summary>
    public void Look(long now)
    {
        bool wasStopped = now - _lookedAt > _maxPauseTicks / 2;
        _wokeAt = wasStopped ? now : _wokeAt;
        _lookedAt = now;
    }

    /// <summary>Whether a pump that has been away since then must be cut; 0 is one that reads.</summary>
    public bool IsTooLong(long awaySince) =>
        awaySince != 0 && _lookedAt - Math.Max(awaySince, _wokeAt) > _maxPauseTicks;
}
