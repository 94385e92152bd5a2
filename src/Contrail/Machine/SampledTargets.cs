namespace Contrail.Machine;

/// <summary>The processes that are sampled, by their pid. Immutable: a change makes another one.</summary>
internal sealed class SampledTargets
{
    private readonly SampledTarget[] _all;
    private readonly Dictionary<int, SampledTarget[]> _byPid;

    /// <summary>Creates the list of those that are not disposed.</summary>
    public SampledTargets(IEnumerable<SampledTarget> targets)
    {
        _all = [.. targets.Where(target => !target.IsDisposed)];
        _byPid = _all.GroupBy(target => target.Pid).ToDictionary(group => group.Key, group => group.ToArray());
        Hertz = _all.Select(target => target.Hertz).DefaultIfEmpty().Max();
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<SampledTarget> All => _all;

    /// <summary>The highest rate that one of them requests; 0 if there is none.</summary>
    public int Hertz { get; }

    /// <summary>Whether samples of a process are needed.</summary>
    public bool Contains(int pid) => _byPid.ContainsKey(pid);

    /// <summary>Passes a sample to the targets of its process; drops it if there are none.</summary>
    public void Add(int pid, in CpuSample sample, ReadOnlySpan<ulong> frames)
    {
        if (_byPid.TryGetValue(pid, out SampledTarget[]? targets))
        {
            foreach (SampledTarget target in targets)
            {
                target.Add(sample, frames);
            }
        }
    }

    /// <summary>Passes a loss to all: the kernel does not report whose samples it dropped.</summary>
    public void Lost(long fromNs, long toNs, long count)
    {
        foreach (SampledTarget target in _all)
        {
            target.Lost(fromNs, toNs, count);
        }
    }

    /// <summary>Passes a pause of a processor's sampling to all.</summary>
    public void Throttled(long fromNs, long toNs)
    {
        foreach (SampledTarget target in _all)
        {
            target.Throttled(fromNs, toNs);
        }
    }
}
