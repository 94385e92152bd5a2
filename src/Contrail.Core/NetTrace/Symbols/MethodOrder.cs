using System.Diagnostics;

namespace Contrail.Core.NetTrace.Symbols;

/// <summary>
/// The facts about methods in the order of start address, then of time. All facts of one start address are a group;
/// each position is one fact's slot in the store. Not safe for concurrent use.
/// </summary>
internal sealed class MethodOrder(MethodStore store)
{
    private int[] _slots = [];

    public int Count { get; private set; }

    public long HeldBytes => (long)_slots.Length * sizeof(int);

    public int this[int position] => _slots[position];

    /// <summary>Maximum growth by that many more facts.</summary>
    public long GrowthBytes(int added) => ((long)CapacityFor(Count + added) - _slots.Length) * sizeof(int);

    public ref MethodRecord RecordAt(int position) => ref store[_slots[position]];

    /// <summary>Adds facts: sorts them in place, and replaces them by their new positions.</summary>
    public void Merge(Span<int> added)
    {
        added.Sort(Compare);
        int capacity = CapacityFor(Count + added.Length);
        if (capacity > _slots.Length)
        {
            Array.Resize(ref _slots, capacity);
        }

        // From the back, so that every run moves once, to its final place.
        int unmoved = Count;
        for (int index = added.Length - 1; index >= 0; index--)
        {
            int position = UpperBound(added[index], unmoved);
            Array.Copy(_slots, position, _slots, position + index + 1, unmoved - position);
            _slots[position + index] = added[index];
            added[index] = position + index;
            unmoved = position;
        }

        Count += added.Length;
        AssertInOrder(added);
    }

    /// <summary>Removes and releases every redundant fact.</summary>
    public void RemoveRedundant()
    {
        int kept = 0;
        for (int position = 0; position < Count; position++)
        {
            int slot = _slots[position];
            if (store[slot].Kind == FactKind.Redundant)
            {
                store.Release(slot);
            }
            else
            {
                _slots[kept++] = slot;
            }
        }

        Count = kept;
    }

    /// <summary>The first position whose start address is above the given one.</summary>
    public int PositionAfter(ulong start)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (RecordAt(middle).Start <= start)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>The first position of the group that a position is in.</summary>
    public int GroupStart(int position)
    {
        ulong start = RecordAt(position).Start;

        // Most groups have one fact: check the neighbors before searching.
        if (position == 0 || RecordAt(position - 1).Start != start)
        {
            return position;
        }

        return start == 0 ? 0 : PositionAfter(start - 1);
    }

    /// <summary>The position after the last of the group that a position is in.</summary>
    public int GroupEnd(int position)
    {
        ulong start = RecordAt(position).Start;
        bool isLast = position + 1 == Count || RecordAt(position + 1).Start != start;
        return isLast ? position + 1 : PositionAfter(start);
    }

    // Neighbors only: all of them at every merge would make the order quadratic.
    [Conditional("DEBUG")]
    private void AssertInOrder(ReadOnlySpan<int> added)
    {
        Debug.Assert(Count == store.Count, "Every fact of the store has a position.");
        foreach (int position in added)
        {
            Debug.Assert(IsInOrder(position), "A fact is before one that it follows.");
            Debug.Assert(IsInOrder(position + 1), "A fact is after one that it precedes.");
        }
    }

    private bool IsInOrder(int position) =>
        position == 0 || position >= Count || Compare(_slots[position - 1], _slots[position]) <= 0;

    private int UpperBound(int slot, int end)
    {
        int low = 0;
        int high = end;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Compare(_slots[middle], slot) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private int CapacityFor(int count) =>
        count <= _slots.Length ? _slots.Length : Math.Max(count + (count / 8), 1024);

    private int Compare(int leftSlot, int rightSlot)
    {
        ref MethodRecord left = ref store[leftSlot];
        ref MethodRecord right = ref store[rightSlot];
        int order = left.Start.CompareTo(right.Start);
        order = order != 0 ? order : left.At.CompareTo(right.At);
        order = order != 0 ? order : left.Kind.CompareTo(right.Kind);
        return order != 0 ? order : left.MethodId.CompareTo(right.MethodId);
    }
}
