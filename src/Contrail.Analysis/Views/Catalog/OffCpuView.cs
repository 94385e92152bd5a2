using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>Where threads were blocked, and for how long. Not safe for concurrent use.</summary>
internal sealed class OffCpuView : ViewBase, IView
{
    /// <summary>The name of the table of times without a system call.</summary>
    public const string FaultsName = "faults";

    private const int MaxThreads = 10_000;
    private const int MaxLongest = 100;

    private static readonly TableDescription Places = new(
        "places", "Time off the processors, by place in the code; pool threads without work are left out",
        new ViewColumn("total", "off CPU", ViewUnit.Duration),
        new ViewColumn("share", "share", ViewUnit.Share),
        new ViewColumn("count", "times", ViewUnit.Count),
        new ViewColumn("max", "longest", ViewUnit.Duration),
        new ViewColumn("stack", "blocked at", ViewUnit.Stack));

    private static readonly TableDescription Threads = new(
        "threads", "Time off the processors, by thread",
        new ViewColumn("total", "off CPU", ViewUnit.Duration),
        new ViewColumn("count", "times", ViewUnit.Count),
        new ViewColumn("p50", "p50", ViewUnit.Duration),
        new ViewColumn("max", "longest", ViewUnit.Duration),
        new ViewColumn("idle", "without work", ViewUnit.Duration),
        new ViewColumn("thread", "thread", ViewUnit.Text),
        new ViewColumn("stack", "mostly at", ViewUnit.Stack));

    private static readonly TableDescription Faults = new(
        FaultsName, "Blocked in managed code without a system call, as while memory is read from storage",
        new ViewColumn("total", "off CPU", ViewUnit.Duration),
        new ViewColumn("share", "share", ViewUnit.Share),
        new ViewColumn("count", "times", ViewUnit.Count),
        new ViewColumn("stack", "blocked at", ViewUnit.Stack));

    private static readonly TableDescription Longest = new(
        "longest", "Longest times off the processors",
        new ViewColumn("start", "start", ViewUnit.Time),
        new ViewColumn("duration", "off CPU", ViewUnit.Duration),
        new ViewColumn("thread", "thread", ViewUnit.Text),
        new ViewColumn("stack", "blocked at", ViewUnit.Stack));

    private readonly PoolFrames _pool = new();
    private readonly PlaceTally _places = new();
    private readonly PlaceTally _faults = new();
    private readonly Dictionary<StackId, long> _longestAt = [];
    private readonly BoundedGroups<long, ThreadGroup> _threads = new(MaxThreads);
    private readonly LongestItems<OffCpuTime> _longest = new(MaxLongest);
    private double _total;
    private double _unplaced;

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "off-cpu", "Where were threads blocked, off the processors, and for how long?",
        ModelNeeds.OffCpuTimes, [Places, Threads, Longest, Faults], static _ => new OffCpuView())
    {
        Recording = "--cpu-burst 2s --off-cpu, of a .NET process",
    };

    /// <inheritdoc/>
    public override ModelNeeds Needs => ModelNeeds.OffCpuTimes | ModelNeeds.Stacks;

    /// <inheritdoc/>
    public void Add(in OffCpuTime blocked)
    {
        long duration = blocked.Range.Nanoseconds;
        bool isIdle = _pool.IsIdle(blocked.Stack, Stacks);
        _threads.Find(blocked.ExecutionId)?.Add(blocked, isIdle);
        if (isIdle)
        {
            return;
        }

        _total += duration;
        _unplaced += blocked.Stack.IsNone ? duration : 0;
        _places.Add(blocked.Stack, duration);
        _longest.Add(blocked, duration);
        if (IsOutsideOfCalls(blocked.Stack))
        {
            _faults.Add(blocked.Stack, duration);
        }

        if (_longestAt.Count < PlaceTally.MaxStacks || _longestAt.ContainsKey(blocked.Stack))
        {
            _longestAt[blocked.Stack] = Math.Max(duration, _longestAt.GetValueOrDefault(blocked.Stack));
        }
    }

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        ViewTable threads = new(Threads);
        foreach ((long id, ThreadGroup thread) in _threads.All
            .OrderByDescending(pair => pair.Value.Times.Total).ThenBy(pair => pair.Key))
        {
            DurationTally times = thread.Times;
            threads.Add(
                times.Total, times.Count, times.Percentile(0.5), times.Max, thread.IdleNanoseconds, ThreadText(id),
                thread.Places.Heaviest(Stacks));
        }

        ViewTable longest = new(Longest) { OmittedCount = _longest.OmittedCount };
        foreach (OffCpuTime blocked in _longest.LongestFirst)
        {
            longest.Add(
                blocked.Range.Start, blocked.Range.Nanoseconds, ThreadText(blocked.ExecutionId), blocked.Stack);
        }

        return new ViewResult(PlacesTable(), threads, longest, FaultsTable()) { Notes = [.. Notes()] };
    }

    private ViewTable PlacesTable()
    {
        Dictionary<string, long> longest = _longestAt.Where(pair => !pair.Key.IsNone)
            .GroupBy(pair => NameOf(pair.Key))
            .ToDictionary(place => place.Key, place => place.Max(pair => pair.Value));
        return new ViewTable(Places).AddAll(_places.Conclude(Stacks), place =>
        [
            place.Weight, Share(place.Weight, _total), place.Count,
            longest.TryGetValue(NameOf(place.Stack), out long max) ? max : default(ViewValue), place.Stack,
        ]);
    }

    private ViewTable FaultsTable()
    {
        TalliedPlace[] places = [.. _faults.Conclude(Stacks)];
        double total = places.Sum(place => place.Weight);
        return new ViewTable(Faults).AddAll(
            places, place => [place.Weight, Share(place.Weight, total), place.Count, place.Stack]);
    }

    // Managed code calls the kernel by native code only. What blocks it elsewhere is an access to memory that is not
    // there.
    private bool IsOutsideOfCalls(StackId stack) =>
        Stacks.Innermost(stack) is { Origin: FrameOrigin.Own or FrameOrigin.Library or FrameOrigin.Framework };

    private string NameOf(StackId stack) => Stacks.Place(stack)!.Value.Frame.FullText();

    private IEnumerable<string> Notes()
    {
        yield return "A thread that had no processor although it could run is not blocked and not listed; nor is one "
            + "that did not run at all while this was recorded.";
        if (_unplaced > 0)
        {
            yield return $"{_unplaced / _total:P0} of the time is at unknown stacks.";
        }

        foreach (string note in _threads.Notes("times off the processors").Concat(_places.Notes("times")))
        {
            yield return note;
        }
    }

    private sealed class ThreadGroup
    {
        public DurationTally Times { get; } = new();

        public double IdleNanoseconds { get; private set; }

        public PlaceTally Places { get; } = new(PlaceTally.MaxStacksOfGroup);

        public void Add(in OffCpuTime blocked, bool isIdle)
        {
            long duration = blocked.Range.Nanoseconds;
            Times.Add(duration);
            IdleNanoseconds += isIdle ? duration : 0;
            Places.Add(blocked.Stack, duration);
        }
    }
}
