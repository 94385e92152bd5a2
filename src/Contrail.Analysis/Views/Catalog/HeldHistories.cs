using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// The last states of each goroutine. A trace can have any number of goroutines that live: what had no state for
/// longest is dropped. Not safe for concurrent use.
/// </summary>
/// <param name="maxHistories">Number of goroutines that are kept.</param>
/// <param name="maxStates">Number of states of all of them together.</param>
internal sealed class HeldHistories(int maxHistories, int maxStates)
{
    private readonly Dictionary<long, LinkedListNode<HeldHistory>> _byId = [];
    private readonly LinkedList<HeldHistory> _oldestFirst = new();

    /// <summary>Number of goroutines that are kept.</summary>
    public int Count => _byId.Count;

    /// <summary>Number of states that are kept.</summary>
    public int StateCount { get; private set; }

    /// <summary>How often a goroutine was dropped that had not ended.</summary>
    public long DroppedCount { get; private set; }

    /// <summary>The states of a goroutine; null if there are none.</summary>
    public HeldHistory? Find(long id) => _byId.GetValueOrDefault(id)?.Value;

    /// <summary>Adds a state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="waitsFor">Where it waits for a lock; null if it does not.</param>
    public void Add(in ExecutionState state, LockSite? waitsFor)
    {
        if (_byId.TryGetValue(state.ExecutionId, out LinkedListNode<HeldHistory>? node))
        {
            _oldestFirst.Remove(node);
        }
        else
        {
            node = new LinkedListNode<HeldHistory>(new HeldHistory { ExecutionId = state.ExecutionId });
            _byId.Add(state.ExecutionId, node);
        }

        _oldestFirst.AddLast(node);
        StateCount -= node.Value.StateCount;
        node.Value.Add(state, waitsFor);
        StateCount += node.Value.StateCount;
        while (_byId.Count > maxHistories || StateCount > maxStates)
        {
            HeldHistory oldest = _oldestFirst.First!.Value;
            _oldestFirst.RemoveFirst();
            _byId.Remove(oldest.ExecutionId);
            StateCount -= oldest.StateCount;
            DroppedCount += oldest.HasEnded ? 0 : 1;
        }
    }

    /// <summary>Removes all.</summary>
    public void Clear()
    {
        _byId.Clear();
        _oldestFirst.Clear();
        StateCount = 0;
    }
}
