using System.Diagnostics;

namespace Contrail.Capture;

/// <summary>
/// Says of a pump whether it has paused for too long, from the watchdog's looks at it. A look that is itself late by
/// half of what a pump may pause shows that nobody ran here, because this process was stopped or the machine is
/// starved: from then on each pump has the whole time again.
/// </summary>
/// <remarks>Moments are those of <see cref="Stopwatch"/>, which goes on while a process is stopped.</remarks>
internal sealed class PauseClock
{
    private readonly long _maxPauseTicks;
    private long _lookedAt;
    private long _wokeAt;

    public PauseClock(TimeSpan maxPause, long now)
    {
        _maxPauseTicks = (long)(maxPause.TotalSeconds * Stopwatch.Frequency);
        _lookedAt = now;
        _wokeAt = now;
    }

    /// <summary>The watchdog looks now.</summary>
    public void Look(long now)
    {
        bool nobodyRan = now - _lookedAt > _maxPauseTicks / 2;
        _wokeAt = nobodyRan ? now : _wokeAt;
        _lookedAt = now;
    }

    /// <summary>Whether a pump that has been away since then must be cut; 0 is one that reads.</summary>
    public bool IsTooLong(long awaySince) =>
        awaySince != 0 && _lookedAt - Math.Max(awaySince, _wokeAt) > _maxPauseTicks;
}
