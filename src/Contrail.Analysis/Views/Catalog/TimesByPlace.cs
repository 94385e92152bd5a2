using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>Adds up durations by a name and by place in the code. Not safe for concurrent use.</summary>
internal sealed class TimesByPlace
{
    private const int MaxStacks = 20_000;

    private readonly BoundedGroups<(string Name, StackId Stack), PlacedTimes> _groups = new(MaxStacks);

    /// <summary>All durations.</summary>
    public DurationTally All { get; } = new();

    /// <summary>Adds a duration.</summary>
    /// <param name="name">The name.</param>
    /// <param name="stack">Where; none if unknown.</param>
    /// <param name="execution">The thread or goroutine.</param>
    /// <param name="range">When.</param>
    public void Add(string name, StackId stack, long execution, in TimeRange range)
    {
        All.Add(range.Nanoseconds);
        _groups.Find((name, stack))?.Add(execution, range);
    }

    /// <summary>What was open at its end has ended there: a gap follows.</summary>
    public void CloseOpen()
    {
        foreach ((_, PlacedTimes times) in _groups.All)
        {
            times.CloseOpen();
        }
    }

    /// <summary>By name: those with a place in own code or a library first, then the longest total.</summary>
    public IReadOnlyList<PlacedTimes> ByName(StackTable stacks) => Grouped(stacks, static _ => "");

    /// <summary>By name and place: those with a place in own code or a library first, then the longest total.</summary>
    public IReadOnlyList<PlacedTimes> ByPlace(StackTable stacks) =>
        Grouped(stacks, stack => stacks.Place(stack)?.Frame.FullText() ?? "");

    /// <summary>By place alone, in the same order.</summary>
    public IReadOnlyList<PlacedTimes> ByPlaceOnly(StackTable stacks) =>
        Grouped(stacks, stack => stacks.Place(stack)?.Frame.FullText() ?? "", hasNames: false);

    /// <summary>A sentence about what was not kept; nothing if everything was.</summary>
    /// <param name="what">What is added up, in the plural.</param>
    public IEnumerable<string> Notes(string what) => _groups.Notes(what);

    private List<PlacedTimes> Grouped(StackTable stacks, Func<StackId, string> placeOf, bool hasNames = true)
    {
        Dictionary<(string Name, string Place), PlacedTimes> joined = [];
        foreach (((string name, StackId stack), PlacedTimes times) in _groups.All.OrderBy(one => one.Key.Stack.Value))
        {
            string listed = hasNames ? name : "";
            (string, string) key = (listed, placeOf(stack));
            if (!joined.TryGetValue(key, out PlacedTimes? group))
            {
                joined.Add(key, group = new PlacedTimes { Name = listed });
            }

            group.Add(times, stack);
        }

        return
        [
            .. joined.Values
                .OrderByDescending(one => IsOwn(stacks, one.Stack))
                .ThenByDescending(one => one.Times.Total)
                .ThenBy(one => one.Name, StringComparer.Ordinal),
        ];
    }

    // The runtime's own goroutines wait for work all the time.
    private static bool IsOwn(StackTable stacks, StackId stack) =>
        stacks.Place(stack)?.Frame.Origin is FrameOrigin.Own or FrameOrigin.Library;
}
