using Contrail.Machine.Perf;
using Microsoft.Win32.SafeHandles;

namespace Contrail.Machine;

/// <summary>
/// The events that sample the threads of a process: one for each thread and processor, and one ring for each processor.
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
    private readonly CpuClock _clock;
    private readonly DrainBuffers _buffers;

    private ThreadEvents(CpuClock clock, DrainBuffers buffers)
    {
        _clock = clock;
        _buffers = buffers;
    }

    /// <summary>How many threads are sampled.</summary>
    public int ThreadCount { get; private set; }

    /// <summary>How many threads were left out because an event of them could not be opened.</summary>
    public int SkippedThreadCount { get; private set; }

    /// <summary>What failed last; nothing if all succeeded, or threads have just ended.</summary>
    public PerfFailure Failure { get; private set; }

    /// <summary>Whether time in the kernel is sampled.</summary>
    public bool IncludesKernel => _clock.IncludesKernel;

    /// <summary>Opens the events. A thread that has ended is no failure.</summary>
    /// <param name="threads">The threads.</param>
    /// <param name="processors">The processors that are online.</param>
    /// <param name="clock">Opens an event; inherited, so that new threads are sampled.</param>
    /// <param name="buffers">The memory of the thread that drains the rings.</param>
    public static ThreadEvents Open(
        IReadOnlyList<int> threads, IReadOnlyList<int> processors, CpuClock clock, DrainBuffers buffers)
    {
        ThreadEvents events = new(clock, buffers);
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
            PerfFailure failure = Add(threadId, processor);
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

    private PerfFailure Add(int threadId, int processor)
    {
        if (_clock.TryOpen(threadId, processor, out int errno) is not { } opened)
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

        if (PerfRing.TryMap(opened, PerfRing.MaxDataBytes, out errno) is not { } ring)
        {
            return new PerfFailure(PerfStep.Map, errno);
        }

        _rings.Add(processor, (opened, ring, new RingDrain(_buffers)));
        return default;
    }
}
