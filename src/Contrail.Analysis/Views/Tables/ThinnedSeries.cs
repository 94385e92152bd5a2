namespace Contrail.Analysis.Views.Tables;

/// <summary>
/// Keeps a series in bounded memory: every one, or if there are too many, every second, every fourth, and so on, over
/// its whole length, and always the last. Not safe for concurrent use.
/// </summary>
/// <param name="maxCount">Number of items that are kept, in addition to the last.</param>
internal sealed class ThinnedSeries<T>(int maxCount)
{
    private readonly List<T> _items = [];
    private T? _last;
    private long _step = 1;

    /// <summary>Number of items that were added.</summary>
    public long Count { get; private set; }

    /// <summary>The items that are kept, in their order.</summary>
    public IReadOnlyList<T> Items => Count == 0 || (Count - 1) % _step == 0 ? _items : [.. _items, _last!];

    /// <summary>Number of items that were added and are not kept.</summary>
    public long OmittedCount => Count - Items.Count;

    /// <summary>Adds an item.</summary>
    public void Add(in T item)
    {
        if (Count % _step == 0)
        {
            if (_items.Count == maxCount)
            {
                Thin();
            }

            if (Count % _step == 0)
            {
                _items.Add(item);
            }
        }

        _last = item;
        Count++;
    }

    private void Thin()
    {
        int kept = 0;
        for (int index = 0; index < _items.Count; index += 2)
        {
            _items[kept++] = _items[index];
        }

        _items.RemoveRange(kept, _items.Count - kept);
        _step *= 2;
    }
}
