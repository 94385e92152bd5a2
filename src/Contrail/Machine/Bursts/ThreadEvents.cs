using Contrail.Machine.Perf;
using Microsoft.Win32.SafeHandles;

namespace Contrail.Machine.Bursts;

/// <summary>
/// The events of the threads of a process: one of each kind for each thread and processor, and one ring for each
/// processor.
/// Used by one thread, which disposes it.
/// </summary>
/// <remarks>
/// An event of a thread on any processor would need a ring of its own and could not be inherited: the kernel refuses
/// both (<c>perf_mmap</c>, <c>perf_event_set_output</c>).
/// </remarks>
internal sealed class ThreadEvents : IDisposable
{
    private readonly List<SafeFileHandle> _events = [];
    private readonly Dictionary<int, (SafeFileHandle Owner, PerfRing Ring, RingDrain Drain)> _rings = [];
    private readonly IReadOnlyList<IThreadEvent> _kinds;
    private readonly Func<RingDrain> _newDrain;
    private readonly int _ringBytes;

    private ThreadEvents(IReadOnlyList<IThreadEvent> kinds, Func<RingDrain> newDrain, int ringBytes)
    {
        _kinds = kinds;
        _newDrain = newDrain;
        _ringBytes = ringBytes;
    }

    /// <summary>How many threads are sampled.</summary>
    public int ThreadCount { get; private set; }

    /// <summary>How many threads were left out because an event of them could not be opened.</summary>
    public int SkippedThreadCount { get; private set; }

    /// <summary>What failed last; nothing if all succeeded, or threads have just ended.</summary>
    public PerfFailure Failure { get; private set; }

    /// <summary>Opens the events. A thread that has ended is no failure.</summary>
    /// <param name="threads">The threads.</param>
    /// <param name="processors">The processors that are online.</param>
    /// <param name="kinds">Open an event each; inherited, so that new threads are included.</param>
    /// <param name="newDrain">Creates the state for a ring.</param>
    /// <param name="ringBytes">The data of a ring, a power of two.</param>
    public static ThreadEvents Open(
        IReadOnlyList<int> threads, IReadOnlyList<int> processors, IReadOnlyList<IThreadEvent> kinds,
        Func<RingDrain> newDrain, int ringBytes)
    {
        ThreadEvents events = new(kinds, newDrain, ringBytes);
        for (int index = 0; index < threads.Count; index++)
        {
            int threadId = threads[index];
            PerfFailure failure = events.Add(threadId, processors);
            if (failure.Errno == PerfNative.NoSuchThread)
            {
                continue;
            }

            if (failure == default)
            {
                events.ThreadCount++;
                continue;
            }

            // All threads of a process have the same rights, and what is used up stays so.
            events.Failure = failure;
            events.SkippedThreadCount = threads.Count - index;
            break;
        }

        return events;
    }

    /// <summary>Passes what the rings contain to the targets.</summary>
    public void Drain(SampledTargets targets)
    {
        foreach ((_, PerfRing ring, RingDrain drain) in _rings.Values)
        {
            drain.Drain(ring, targets);
        }
    }

    /// <summary>Closes the events, also the inherited ones, and removes the rings.</summary>
    public void Dispose()
    {
        foreach (SafeFileHandle opened in _events)
        {
            opened.Dispose();
        }

        foreach ((_, PerfRing ring, _) in _rings.Values)
        {
            ring.Dispose();
        }

        _events.Clear();
        _rings.Clear();
    }

    private PerfFailure Add(int threadId, IReadOnlyList<int> processors)
    {
        PerfFailure offline = default;
        int openCount = 0;
        foreach (int processor in processors)
        {
            PerfFailure failure = AddAll(threadId, processor);
            if (failure == default)
            {
                openCount++;
            }
            else if (failure.Errno == PerfNative.NoDevice)
            {
                offline = failure;
            }
            else
            {
                return failure;
            }
        }

        return openCount > 0 ? default : offline;
    }

    private PerfFailure AddAll(int threadId, int processor)
    {
        PerfFailure failure = default;
        for (int index = 0; index < _kinds.Count && failure == default; index++)
        {
            failure = Add(_kinds[index], threadId, processor);
        }

        return failure;
    }

    private PerfFailure Add(IThreadEvent kind, int threadId, int processor)
    {
        if (kind.TryOpen(threadId, processor, out int errno) is not { } opened)
        {
            return new PerfFailure(PerfStep.Open, errno);
        }

        _events.Add(opened);
        if (_rings.TryGetValue(processor, out (SafeFileHandle Owner, PerfRing, RingDrain) found))
        {
            return PerfNative.TryRedirect(opened, found.Owner, out errno)
                ? default
                : new PerfFailure(PerfStep.Map, errno);
        }

        if (PerfRing.TryMap(opened, _ringBytes, out errno) is not { } ring)
        {
            return new PerfFailure(PerfStep.Map, errno);
        }

        _rings.Add(processor, (opened, ring, _newDrain()));
        return default;
    }
}
