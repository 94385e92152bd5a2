using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// The code that ended waits, by the reason and the stack of the wait: who unlocked, received or sent. Waits that a
/// timer, the network or a system call ended have none. Not safe for concurrent use.
/// </summary>
internal sealed class WakersByPlace
{
    private const int MaxStacks = 2_000;

    private readonly Dictionary<long, ExecutionState> _waits = [];
    private readonly BoundedGroups<(string Reason, StackId Stack), Wakers> _groups = new(MaxStacks);
    private ILookup<(string Reason, string Place), Wakers>? _byPlace;

    /// <summary>Adds a state of any kind.</summary>
    public void Add(in ExecutionState state)
    {
        if (state.Activity == ThreadActivity.Waiting)
        {
            _waits[state.ExecutionId] = state;
        }
        else if (_waits.Remove(state.ExecutionId, out ExecutionState wait)
            && state.Activity == ThreadActivity.Ready && !state.Stack.IsNone)
        {
            _groups.Find((wait.Reason, wait.Stack))?.Add(state.Stack, wait.Range.Nanoseconds);
        }
    }

    /// <summary>A gap follows: what ends the open waits is not known.</summary>
    public void Cut() => _waits.Clear();

    /// <summary>How many waits of a place other code ended, and the code that ended the most of them.</summary>
    /// <param name="stacks">The stacks.</param>
    /// <param name="reason">The reason of the waits.</param>
    /// <param name="stack">A stack of the place.</param>
    public (long Count, StackId Stack) Of(StackTable stacks, string reason, StackId stack)
    {
        _byPlace ??= _groups.All.ToLookup(
            one => (one.Key.Reason, PlaceOf(stacks, one.Key.Stack)), one => one.Value);
        Wakers[] wakers = [.. _byPlace[(reason, PlaceOf(stacks, stack))]];
        return wakers.Length == 0
            ? (0, StackId.None)
            : (wakers.Sum(one => one.Count), wakers.MaxBy(one => one.Count)!.Places.Heaviest(stacks));
    }

    private static string PlaceOf(StackTable stacks, StackId stack) => stacks.Place(stack)?.Frame.FullText() ?? "";

    private sealed class Wakers
    {
        public long Count { get; private set; }

        public PlaceTally Places { get; } = new(PlaceTally.MaxStacksOfGroup);

        public void Add(StackId waker, long nanoseconds)
        {
            Count++;
            Places.Add(waker, nanoseconds);
        }
    }
}
