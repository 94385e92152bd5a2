using System.Diagnostics.CodeAnalysis;
using Contrail.Sources;

namespace Contrail.Capture;

/// <summary>
/// Repeats the work of all recordings on one thread, which runs while there is work. No work may block, so that none
/// delays another. Thread-safe.
/// </summary>
[SuppressMessage(
    "Reliability", "CA1001", Justification = "It lives as long as the process, like the host it belongs to.")]
internal sealed class WorkSchedule
{
    private readonly TimeProvider _time;
    private readonly string _name;
    private readonly Lock _lock = new();
    private readonly List<RepeatedWork> _works = [];
    private readonly ManualResetEventSlim _changed = new();
    private bool _isRunning;

    /// <param name="time">The clock.</param>
    /// <param name="name">The name of the thread.</param>
    public WorkSchedule(TimeProvider time, string name = "Contrail keeper")
    {
        _time = time;
        _name = name;
    }

    /// <summary>Starts to repeat work; the first turn is due after one interval.</summary>
    /// <exception cref="OutOfMemoryException">No thread can be started.</exception>
    public IRepeatedWork Repeat(TimeSpan interval, Action work)
    {
        RepeatedWork repeated = new(this, interval, work) { DueAt = After(interval) };
        lock (_lock)
        {
            StartLocked();
            _works.Add(repeated);
            _changed.Set();
        }

        return repeated;
    }

    // A thread and not a timer: a starved thread pool must not stop it.
    private void StartLocked()
    {
        if (!_isRunning)
        {
            new Thread(Run, 256 << 10) { Name = _name, IsBackground = true }.Start();
            _isRunning = true;
        }
    }

    private void Run()
    {
        while (TryTakeNext(out RepeatedWork? due, out TimeSpan wait))
        {
            if (due is null)
            {
                _time.Wait(_changed, wait);
            }
            else
            {
                due.Run();
            }
        }
    }

    // False if there is no work, and the thread has to end.
    private bool TryTakeNext(out RepeatedWork? due, out TimeSpan wait)
    {
        lock (_lock)
        {
            due = null;
            wait = TimeSpan.Zero;
            _changed.Reset();
            RepeatedWork? next = _works.MinBy(work => work.DueAt);
            if (next is null)
            {
                return _isRunning = false;
            }

            wait = _time.GetElapsedTime(_time.GetTimestamp(), next.DueAt);
            if (wait <= TimeSpan.Zero)
            {
                next.DueAt = After(next.Interval);
                due = next;
            }

            return true;
        }
    }

    private long After(TimeSpan interval) =>
        _time.GetTimestamp() + (long)(interval.TotalSeconds * _time.TimestampFrequency);

    private sealed class RepeatedWork(WorkSchedule schedule, TimeSpan interval, Action work) : IRepeatedWork
    {
        private readonly Lock _turn = new();
        private bool _isOver;

        public TimeSpan Interval { get; } = interval;

        /// <summary>When the next turn is due; guarded by the schedule's lock.</summary>
        public long DueAt { get; set; }

        public void Run()
        {
            lock (_turn)
            {
                if (_isOver)
                {
                    return;
                }

                try
                {
                    work();
                }
                catch (Exception)
                {
                    // The work reports its failures. One that it does not report must not end the process.
                }
            }
        }

        public void Wake()
        {
            lock (schedule._lock)
            {
                DueAt = schedule._time.GetTimestamp();
                schedule._changed.Set();
            }
        }

        public void Dispose()
        {
            lock (schedule._lock)
            {
                schedule._works.Remove(this);
                schedule._changed.Set();
            }

            // A turn that is running ends first, unless it is this thread's.
            lock (_turn)
            {
                _isOver = true;
            }
        }
    }
}
