using Contrail.Analysis.Model;
using Contrail.Core.Ring.Lanes.Figures;

namespace Contrail.Analysis.Views.Machine;

/// <summary>
/// The operating system's figures of a trace over time, in bounded memory, without those of single threads. Not safe
/// for concurrent use.
/// </summary>
internal sealed class FigureHistory
{
    /// <summary>A process is in a few control groups; a file may contain any number.</summary>
    private const int MaxGroups = 24;

    private readonly Dictionary<(FigureEvent Event, string Subject), FigureGroup> _groups = [];
    private long _rejectedCount;

    /// <summary>The figures of the process; null if there are none.</summary>
    public FigureGroup? Process => _groups.GetValueOrDefault((FigureTable.Target, ""));

    /// <summary>The figures of the machine; null if there are none.</summary>
    public FigureGroup? Host => _groups.GetValueOrDefault((FigureTable.Host, ""));

    /// <summary>The figures of the network namespace; null if there are none.</summary>
    public FigureGroup? Network => _groups.GetValueOrDefault((FigureTable.Network, ""));

    /// <summary>The figures of the runtime; null if there are none.</summary>
    public FigureGroup? Runtime => _groups.GetValueOrDefault((FigureTable.Runtime, ""));

    /// <summary>The control groups, that of the process first, then those above it.</summary>
    public IReadOnlyList<FigureGroup> ControlGroups =>
    [
        .. _groups.Values.Where(group => group.Event == FigureTable.Cgroup)
            .OrderBy(group => group.Find("Level")?.Last ?? double.MaxValue)
            .ThenByDescending(group => group.ReadingCount).ThenBy(group => group.Subject, StringComparer.Ordinal),
    ];

    /// <summary>
    /// The control group whose quota limits the process: of those with a quota the one that was throttled most, the
    /// nearest if none was; without a quota that of the process; null if none is known.
    /// </summary>
    public FigureGroup? QuotaGroup => ControlGroups
        .Where(group => group.Find("CpuQuota") is { ValueCount: > 0 })
        .MaxBy(group => group.Find("ThrottledPeriods")?.Change ?? 0) ?? Limiting("CpuQuota");

    /// <summary>
    /// The nearest control group that has a memory limit, otherwise that of the process; null if none is known.
    /// </summary>
    public FigureGroup? MemoryGroup => Limiting("MemoryLimit");

    /// <summary>
    /// The control group whose <c>memory.high</c> slows the process down: the nearest that has one and was above it,
    /// the nearest that has one if none was; null if none has. The events of a group count in all above it.
    /// </summary>
    public FigureGroup? HighGroup
    {
        get
        {
            FigureGroup[] groups = [.. ControlGroups.Where(group => group.Find("MemoryHigh") is { ValueCount: > 0 })];
            return Array.Find(groups, group => group.Find("MemoryHighEvents")?.Change > 0) ?? groups.FirstOrDefault();
        }
    }

    /// <summary>All groups, in the order of the table of figures.</summary>
    public IEnumerable<FigureGroup> All => _groups.Values
        .Where(group => group.Event != FigureTable.Cgroup).OrderBy(group => group.Event.Id)
        .Concat(ControlGroups);

    /// <summary>A sentence about what was not kept; nothing if everything was.</summary>
    public IEnumerable<string> Notes => _rejectedCount > 0
        ? [$"{_rejectedCount} readings are not included: more than {MaxGroups} control groups."]
        : [];

    /// <summary>Adds a reading; one of a thread is left out.</summary>
    public void Add(in FigureReading reading)
    {
        if (reading.Event == FigureTable.BusyThread)
        {
            return;
        }

        (FigureEvent, string) key = (reading.Event, reading.Event.TextName is null ? "" : reading.Subject);
        if (!_groups.TryGetValue(key, out FigureGroup? group))
        {
            if (_groups.Count >= MaxGroups)
            {
                _rejectedCount++;
                return;
            }

            _groups.Add(key, group = new FigureGroup(reading.Event, key.Item2));
        }

        group.Add(reading);
    }

    private FigureGroup? Limiting(string limit)
    {
        IReadOnlyList<FigureGroup> groups = ControlGroups;
        return groups.FirstOrDefault(group => group.Find(limit) is { ValueCount: > 0 })
            ?? (groups.Count > 0 ? groups[0] : null);
    }
}
