using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>
/// The cursors of a generation, the one with the earliest event first. The order of two cursors with the same time
/// depends on earlier operations, exactly as in Go's reader, so that both give the same order.
/// Not safe for concurrent use.
/// </summary>
internal sealed class CursorHeap
{
    private readonly List<EventCursor> _cursors = [];

    public int Count => _cursors.Count;

    public EventCursor this[int index] => _cursors[index];

    public void Clear() => _cursors.Clear();

    public void Insert(EventCursor cursor)
    {
        _cursors.Add(cursor);
        SiftUp(_cursors.Count - 1);
    }

    /// <summary>Restores the order after the cursor at an index has moved.</summary>
    public void Update(int index)
    {
        if (SiftUp(index) == index)
        {
            SiftDown(index);
        }
    }

    /// <summary>Takes the cursor there out.</summary>
    public void Remove(int index)
    {
        for (int at = index; at > 0; at = Parent(at))
        {
            Swap(at, Parent(at));
        }

        Swap(0, _cursors.Count - 1);
        _cursors.RemoveAt(_cursors.Count - 1);
        SiftDown(0);
    }

    /// <summary>Sorts all by their times, which gives a heap too. Equal times end in the order Go gives them.</summary>
    public void Sort()
    {
        EventCursor[] sorted = [.. _cursors];
        new GoSort<EventCursor>(sorted, static cursor => cursor.Time).Sort();
        _cursors.Clear();
        _cursors.AddRange(sorted);
    }

    private int SiftUp(int index)
    {
        while (index > 0 && _cursors[Parent(index)].Time > _cursors[index].Time)
        {
            Swap(index, Parent(index));
            index = Parent(index);
        }

        return index;
    }

    private void SiftDown(int index)
    {
        while (true)
        {
            int left = (2 * index) + 1;
            int earliest = Earlier(Earlier(index, left), left + 1);
            if (earliest == index)
            {
                return;
            }

            Swap(index, earliest);
            index = earliest;
        }
    }

    private int Earlier(int index, int child) =>
        child < _cursors.Count && _cursors[child].Time < _cursors[index].Time ? child : index;

    private void Swap(int left, int right) =>
        (_cursors[left], _cursors[right]) = (_cursors[right], _cursors[left]);

    private static int Parent(int index) => (index - 1) / 2;
}
