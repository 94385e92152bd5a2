using Contrail.Core.Formats;
using Contrail.Machine;

namespace Contrail.EventPipe;

/// <summary>
/// The clock of a target's events, and the wall clock with it. The stream relates the two once, when it begins; the
/// wall clock can be set later, and goes on while the machine sleeps. Safe from any thread.
/// </summary>
internal sealed class TraceClock
{
    /// <summary>NTP moves both clocks together, so a difference of a second is a step.</summary>
    public static readonly TimeSpan MinStep = TimeSpan.FromSeconds(1);

    /// <summary>Two clocks read further apart than this are read again.</summary>
    private static readonly TimeSpan MaxRead = TimeSpan.FromMilliseconds(10);

    private const int MaxReadTries = 5;

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly long _aheadTicks;
    private (TraceTicks At, DateTime Utc) _last;
    private (TraceTicks At, TimeSpan By)? _step;

    /// <param name="time">The clocks of this process.</param>
    /// <param name="ahead">How far the target's clock is ahead of them, because of its time namespace.</param>
    public TraceClock(TimeProvider time, TimeSpan ahead)
    {
        _time = time;
        _aheadTicks = (long)(ahead.TotalSeconds * time.TimestampFrequency);
        _last = Read();
    }

    /// <summary>This moment on the target's clock.</summary>
    public TraceTicks Now => new(_time.GetTimestamp() + _aheadTicks);

    /// <summary>The two clocks at the latest <see cref="Look"/>.</summary>
    public (TraceTicks At, DateTime Utc) Pair
    {
        get
        {
            lock (_lock)
            {
                return _last;
            }
        }
    }

    /// <summary>The latest step that was seen, by the moment after it; null if none was.</summary>
    public (TraceTicks At, TimeSpan By)? Step
    {
        get
        {
            lock (_lock)
            {
                return _step;
            }
        }
    }

    /// <summary>The clock as what records the machine needs it.</summary>
    /// <param name="aheadOfMachine">How far it is ahead of the machine's, which is in no time namespace.</param>
    public LaneClock ForLanes(TimeSpan aheadOfMachine) => new(
        () => Now, nanoseconds => new TraceTicks(
            nanoseconds + (aheadOfMachine.Ticks * TimeSpan.NanosecondsPerTick)));

    /// <summary>Compares the clocks with what they showed before. To be called while the target is recorded.</summary>
    public void Look()
    {
        lock (_lock)
        {
            (TraceTicks At, DateTime Utc) next = Read();
            TimeSpan passed = TimeSpan.FromSeconds((double)next.At.Since(_last.At) / _time.TimestampFrequency);
            TimeSpan by = next.Utc - _last.Utc - passed;
            if (by.Duration() > MinStep)
            {
                _step = (next.At, by);
            }

            _last = next;
        }
    }

    private (TraceTicks At, DateTime Utc) Read()
    {
        for (int tryCount = 1; ; tryCount++)
        {
            long before = _time.GetTimestamp();
            DateTime utc = _time.GetUtcNow().UtcDateTime;
            long after = _time.GetTimestamp();
            if (_time.GetElapsedTime(before, after) <= MaxRead || tryCount == MaxReadTries)
            {
                return (new TraceTicks(before + ((after - before) / 2) + _aheadTicks), utc);
            }
        }
    }
}
