using Contrail.Machine.Perf;
using Microsoft.Win32.SafeHandles;

namespace Contrail.Machine;

/// <summary>
/// The events that sample all processors for the whole system, one for each. Used by one thread, which disposes it.
/// </summary>
internal sealed class SystemEvents : IDisposable
{
    private readonly List<(SafeFileHandle Event, PerfRing Ring, RingDrain Drain)> _processors = [];

    private SystemEvents(string online, int hertz)
    {
        Online = online;
        Hertz = hertz;
    }

    /// <summary>The list of processors from which they were opened.</summary>
    public string Online { get; }

    /// <summary>Their rate, in samples per second and processor.</summary>
    public int Hertz { get; }

    /// <summary>What could be opened.</summary>
    public SamplingStatus Status { get; private set; }

    /// <summary>
    /// Opens an event for each processor. One that cannot be sampled, because it went offline, is skipped and counted;
    /// if none can be, the status has the reason.
    /// </summary>
    /// <param name="online">The list of processors that are online.</param>
    /// <param name="hertz">Samples per second and processor.</param>
    /// <param name="ringBytes">The size of a ring's data.</param>
    /// <param name="buffers">The memory of the thread that drains the rings.</param>
    public static SystemEvents Open(string online, int hertz, int ringBytes, DrainBuffers buffers)
    {
        PerfRights rights = PerfRights.Read();
        CpuClock clock = new(hertz, isInherited: false, rights.MaxFrames);
        SystemEvents events = new(online, hertz);
        PerfFailure last = default;
        int skippedCount = 0;
        foreach (int processor in OnlineProcessors.Parse(online))
        {
            PerfFailure failure = events.Add(clock, processor, ringBytes, buffers);
            if (failure != default)
            {
                last = failure;
                skippedCount++;
            }
        }

        events.Status = events._processors.Count == 0
            ? SamplingDiagnosis.Of(last, rights)
            : new SamplingStatus(SamplingState.Open, SamplingRemedy.None)
            {
                Hertz = hertz,
                OpenCount = events._processors.Count,
                SkippedCount = skippedCount,
                IncludesKernel = clock.IncludesKernel,
                Errno = last.Errno,
                ParanoidLevel = rights.ParanoidLevel,
            };
        return events;
    }

    /// <summary>Passes what the rings contain to the targets.</summary>
    public void Drain(SampledTargets targets)
    {
        foreach ((_, PerfRing ring, RingDrain drain) in _processors)
        {
            drain.Drain(ring, targets);
        }
    }

    /// <summary>Closes the events and removes the rings.</summary>
    public void Dispose()
    {
        foreach ((SafeFileHandle opened, PerfRing ring, _) in _processors)
        {
            ring.Dispose();
            opened.Dispose();
        }

        _processors.Clear();
    }

    private PerfFailure Add(CpuClock clock, int processor, int ringBytes, DrainBuffers buffers)
    {
        if (clock.TryOpen(PerfNative.AllThreads, processor, out int errno) is not { } opened)
        {
            return new PerfFailure(PerfStep.Open, errno);
        }

        if (PerfRing.TryMap(opened, ringBytes, out errno) is not { } ring)
        {
            opened.Dispose();
            return new PerfFailure(PerfStep.Map, errno);
        }

        _processors.Add((opened, ring, new RingDrain(buffers)));
        return default;
    }
}
