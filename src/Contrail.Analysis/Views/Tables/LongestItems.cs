namespace Contrail.Analysis.Views.Tables;

/// <summary>
/// Keeps the items with the longest durations; of equal ones, the first. Not safe for concurrent use.
/// </summary>
/// <param name="maxCount">Number of items that are kept.</param>
internal sealed class LongestItems<T>(int maxCount)
{
    private readonly PriorityQueue<(T Item, long Order), (long Nanoseconds, long Order)> _items = new();
    private long _shortest = -1;
    private long _added;

    /// <summary>The items, the longest first.</summary>
    public IEnumerable<T> LongestFirst => _items.UnorderedItems
        .OrderByDescending(one => one.Priority)
        .Select(one => one.Element.Item);

    /// <summary>Number of items that were added and are not kept.</summary>
    public long OmittedCount => _added - _items.Count;

    /// <summary>Adds an item, if it is one of the longest.</summary>
    public void Add(in T item, long nanoseconds)
    {
        _added++;
        if (_items.Count < maxCount)
        {
            _items.Enqueue((item, _added), (nanoseconds, -_added));
        }
        else if (nanoseconds > _shortest)
        {
            _items.EnqueueDequeue((item, _added), (nanoseconds, -_added));
        }
        else
        {
            return;
        }

        _items.TryPeek(out _, out (long Nanoseconds, long Order) last);
        _shortest = last.Nanoseconds;
    }

    /// <summary>Removes all items.</summary>
    public void Clear()
    {
        _items.Clear();
        _added = 0;
        _shortest = -1;
    }
}
