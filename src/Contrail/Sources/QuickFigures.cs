using System.Globalization;
using Contrail.Core.Formats;

namespace Contrail.Sources;

/// <summary>
/// Has the figures of a target read ten times a second for a limited time, such as from a trigger to its snapshot.
/// Meanwhile it replaces the reading of each second, so that no two readings are close to each other; each tenth one is
/// complete. Thread-safe.
/// </summary>
/// <param name="read">Reads all figures, or the quick ones; called on the thread of other readings.</param>
/// <param name="repeat">Repeats work on that thread.</param>
/// <param name="time">The clock of the recorder.</param>
/// <param name="now">This moment on the trace's clock.</param>
/// <param name="used">The processor time of the calling thread: on a busy machine a reading lasts longer.</param>
internal sealed class QuickFigures(
    Action<bool> read, Func<TimeSpan, Action, IRepeatedWork> repeat, TimeProvider time, Func<TraceTicks> now,
    Func<TimeSpan> used)
    : IDisposable
{
    /// <summary>How often a second has.</summary>
    public const int PerSecond = 10;

    /// <summary>A reading is about 0.5 KiB, so that this long is 300 of them.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(30);

    /// <summary>One takes 0.5 to 1 ms for a process of 200 threads; this much is 5 % of a processor.</summary>
    public static readonly TimeSpan MaxReading = TimeSpan.FromMilliseconds(5);

    /// <summary>The first readings after a pause take longer.</summary>
    private const int MinJudged = 5;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(1_000.0 / PerSecond);

    private readonly Lock _lock = new();
    private IRepeatedWork? _work;
    private long _beganAt;
    private TraceTicks _latest;
    private TimeSpan _lasts;
    private TimeSpan _taken;
    private int _count;
    private bool _wasTooSlow;
    private bool _isOver;

    /// <summary>Whether it reads now, so that the reading of each second is left out.</summary>
    public bool IsActive
    {
        get
        {
            lock (_lock)
            {
                return _work is not null;
            }
        }
    }

    /// <summary>What was read since a moment, in a line for the manifest; null if nothing was.</summary>
    /// <param name="moment">The moment on the trace's clock.</param>
    public string? LineSince(TraceTicks moment)
    {
        lock (_lock)
        {
            if (_count == 0 || _latest < moment)
            {
                return null;
            }

            string ended = _wasTooSlow ? "; ended because they took more than 5 % of a processor" : "";
            return string.Create(
                CultureInfo.InvariantCulture,
                $"figures: {_count} readings, {PerSecond} per second, {_taken.TotalMilliseconds:0.0} ms CPU{ended}");
        }
    }

    /// <summary>
    /// Reads from now on for a time, or longer if a longer one was requested before; at most
    /// <see cref="MaxDuration"/> in a row.
    /// </summary>
    public void Begin(TimeSpan duration)
    {
        lock (_lock)
        {
            if (_isOver || duration <= TimeSpan.Zero)
            {
                return;
            }

            if (_work is null)
            {
                (_beganAt, _lasts, _taken, _count, _wasTooSlow) =
                    (time.GetTimestamp(), TimeSpan.Zero, TimeSpan.Zero, 0, false);
                _work = repeat(Interval, Turn);
                _work.Wake();
            }

            TimeSpan until = time.GetElapsedTime(_beganAt) + duration;
            until = until < MaxDuration ? until : MaxDuration;
            _lasts = until > _lasts ? until : _lasts;
        }
    }

    /// <summary>Ends, also what is being read.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isOver = true;
        }

        End();
    }

    private void Turn()
    {
        int number;
        lock (_lock)
        {
            bool isTooSlow = _count >= MinJudged && _taken > _count * MaxReading;
            _wasTooSlow |= isTooSlow;
            bool isLast = _isOver || isTooSlow || time.GetElapsedTime(_beganAt) > _lasts;
            number = isLast ? 0 : ++_count;
            _latest = now();
        }

        if (number == 0)
        {
            End();
            return;
        }

        TimeSpan before = used();
        // The first one is complete, because the readings of each second pause meanwhile.
        read(number % PerSecond != 1);
        TimeSpan taken = used() - before;
        lock (_lock)
        {
            _taken += taken;
        }
    }

    // Not while the lock is held: a turn that is running takes it.
    private void End()
    {
        IRepeatedWork? ended;
        lock (_lock)
        {
            (ended, _work) = (_work, null);
        }

        ended?.Dispose();
    }
}
