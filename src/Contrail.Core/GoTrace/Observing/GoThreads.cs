using Contrail.Core.GoTrace.Events;

namespace Contrail.Core.GoTrace.Observing;

/// <summary>
/// The goroutine of each thread, as the events of the threads show it. What is not known is none. Not safe for
/// concurrent use.
/// </summary>
internal sealed class GoThreads
{
    /// <summary>Ten times as many as a Go program may have; threads that have ended are not reported.</summary>
    private const int MaxThreads = 100_000;

    private readonly Dictionary<long, long> _goroutines = [];

    /// <summary>The goroutine of a thread; <see cref="GoContext.None"/> if it has none, or an unknown one.</summary>
    public long GoroutineOf(long thread) => _goroutines.GetValueOrDefault(thread, GoContext.None);

    /// <summary>Takes in an event of a thread.</summary>
    public void Apply(EventCursor current)
    {
        switch (current.Row.Id)
        {
            case GoEventId.GoStart or GoEventId.GoSwitch or GoEventId.GoSwitchDestroy or GoEventId.GoCreateSyscall:
                Set(current.Thread, current.Id(0));
                break;
            case GoEventId.GoStop or GoEventId.GoBlock or GoEventId.GoDestroy or GoEventId.GoDestroySyscall
                or GoEventId.GoSyscallEndBlocked:
                _goroutines.Remove(current.Thread);
                break;
            case GoEventId.GoStatus or GoEventId.GoStatusStack:
                ApplyStatus(current);
                break;
        }
    }

    /// <summary>Forgets all: events are missing.</summary>
    public void Forget() => _goroutines.Clear();

    private void ApplyStatus(EventCursor current)
    {
        if (current.Number(2) == (ulong)GoStatus.Running)
        {
            Set(current.Thread, current.Id(0));
        }
        else if (current.Number(2) == (ulong)GoStatus.Syscall && !_goroutines.ContainsKey(current.Id(1)))
        {
            // Another thread can report it, later than events of its own thread.
            Set(current.Id(1), current.Id(0));
        }
    }

    private void Set(long thread, long goroutine)
    {
        bool hasRoom = _goroutines.Count < MaxThreads || _goroutines.ContainsKey(thread);
        if (thread != GoContext.None && hasRoom)
        {
            _goroutines[thread] = goroutine;
        }
    }
}
