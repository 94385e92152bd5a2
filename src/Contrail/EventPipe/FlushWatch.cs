using Contrail.Processes;

namespace Contrail.EventPipe;

/// <summary>
/// Shows whether a runtime has flushed since a moment although nothing arrived, by what the kernel reports about the
/// runtime's streaming threads. Such a thread writes the pending events, then sleeps for 100 ms or, without an event,
/// until the next one. So it has flushed if it went to sleep twice, or if it sleeps for longer than that. A process
/// that is stopped, frozen or starved of processor time shows neither.
/// </summary>
internal sealed class FlushWatch
{
    /// <summary>The first sleep may end a flush that began before the moment.</summary>
    private const int MinSleeps = 2;

    /// <summary>More than the sleep between flushes.</summary>
    private static readonly TimeSpan LongSleep = TimeSpan.FromMilliseconds(200);

    private readonly int _pid;
    private readonly List<StreamingThread> _threads = [];

    /// <summary>Starts watching.</summary>
    /// <param name="pid">The process, as visible here.</param>
    /// <param name="time">The clock of the recorder.</param>
    public FlushWatch(int pid, TimeProvider time)
    {
        _pid = pid;
        foreach (int id in ProcThreads.Named(pid, StreamingThreads.Name))
        {
            if (ProcThreads.Sleep(pid, id) is { } sleep)
            {
                _threads.Add(new StreamingThread(id, sleep.SleepCount, time));
            }
        }
    }

    /// <summary>Whether there is anything to watch.</summary>
    public bool IsPossible => _threads.Count > 0 && ProcThreads.IsFrozen(_pid) is not null;

    /// <summary>Whether each streaming thread has completed a flush since. To be called again and again.</summary>
    public bool HasFlushed => ProcThreads.IsFrozen(_pid) is false
        && _threads.TrueForAll(thread => thread.HasCompleted(ProcThreads.Sleep(_pid, thread.Id)));

    private sealed class StreamingThread(int id, long sleepCount, TimeProvider time)
    {
        private readonly long _firstCount = sleepCount;
        private long _lastCount = sleepCount;
        private long _changed = time.GetTimestamp();

        public int Id { get; } = id;

        public bool HasCompleted((bool IsAsleep, long SleepCount)? now)
        {
            if (now is not { } sleep)
            {
                return false;
            }

            if (sleep.SleepCount != _lastCount || !sleep.IsAsleep)
            {
                _lastCount = sleep.SleepCount;
                _changed = time.GetTimestamp();
            }

            return sleep.SleepCount - _firstCount >= MinSleeps || time.GetElapsedTime(_changed) >= LongSleep;
        }
    }
}
