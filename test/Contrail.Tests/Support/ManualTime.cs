using System.Diagnostics;

namespace Contrail.Tests.Support;

/// <summary>
/// A clock that is stopped until a test advances it. Timers run on the thread that advances, in the order in which they
/// are due. Safe from any thread.
/// </summary>
internal sealed class ManualTime : TimeProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly object _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly DateTimeOffset _begin = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private TimeSpan _now = TimeSpan.FromDays(1);

    public override long TimestampFrequency => 1_000_000_000;

    private TimeSpan Now
    {
        get
        {
            lock (_lock)
            {
                return _now;
            }
        }
    }

    public override long GetTimestamp() => Now.Ticks * 100;

    public override DateTimeOffset GetUtcNow() => _begin + Now;

    /// <summary>Advances the clock, and runs the timers that become due.</summary>
    public void Advance(TimeSpan by)
    {
        TimeSpan end;
        lock (_lock)
        {
            end = _now + by;
        }

        while (TryRunNext(end))
        {
        }

        lock (_lock)
        {
            _now = end > _now ? end : _now;
        }
    }

    /// <summary>
    /// Advances the clock from timer to timer while the work, on another thread, waits by this clock. Time does not
    /// pass while the work runs.
    /// </summary>
    public T RunUntilDone<T>(Func<T> work)
    {
        int threadId = 0;
        Task<T> task = Task.Factory.StartNew(
            () =>
            {
                Volatile.Write(ref threadId, Environment.CurrentManagedThreadId);
                return work();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        long started = Stopwatch.GetTimestamp();
        while (IsGoingOn(task, started))
        {
            if (!IsWaiting(Volatile.Read(ref threadId)) || !TryRunNext(TimeSpan.MaxValue))
            {
                AwaitTimer();
            }
        }

        return task.GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="RunUntilDone{T}(Func{T})"/>
    public void RunUntilDone(Action work) => RunUntilDone(() =>
    {
        work();
        return true;
    });

    /// <summary>Advances the clock from timer to timer, of whatever thread, until the task is complete.</summary>
    public void RunUntil(Task task)
    {
        long started = Stopwatch.GetTimestamp();
        while (IsGoingOn(task, started))
        {
            if (!TryRunNext(TimeSpan.MaxValue))
            {
                AwaitTimer();
            }
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ManualTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    // A test that waits for something that does not happen fails.
    private static bool IsGoingOn(Task task, long started) =>
        Stopwatch.GetElapsedTime(started) < Patience ? !task.IsCompleted : throw new TimeoutException();

    private bool IsWaiting(int threadId)
    {
        lock (_lock)
        {
            return _timers.Exists(timer => timer.ThreadId == threadId);
        }
    }

    // The work may also end without another timer.
    private void AwaitTimer()
    {
        lock (_lock)
        {
            Monitor.Wait(_lock, millisecondsTimeout: 5);
        }
    }

    private bool TryRunNext(TimeSpan end)
    {
        ManualTimer? next;
        lock (_lock)
        {
            next = _timers.MinBy(timer => timer.DueAt);
            if (next is null || next.DueAt > end)
            {
                return false;
            }

            _now = next.DueAt > _now ? next.DueAt : _now;
            next.RepeatLocked();
        }

        next.Run();
        return true;
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public TimeSpan DueAt { get; private set; }

        /// <summary>The thread that waits for it.</summary>
        public int ThreadId { get; } = Environment.CurrentManagedThreadId;

        public void Run() => callback(state);

        public void RepeatLocked()
        {
            time._timers.Remove(this);
            if (_period > TimeSpan.Zero)
            {
                DueAt += _period;
                time._timers.Add(this);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
                _period = period;
                if (dueTime >= TimeSpan.Zero)
                {
                    DueAt = time._now + dueTime;
                    time._timers.Add(this);
                    Monitor.PulseAll(time._lock);
                }

                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
