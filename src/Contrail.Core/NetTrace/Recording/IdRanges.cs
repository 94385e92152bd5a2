namespace Contrail.Core.NetTrace.Recording;

/// <summary>
/// The stack ids of a region, as ranges: the runtime counts up, so one range is usual. Not safe for concurrent use.
/// </summary>
internal sealed class IdRanges
{
    /// <summary>Runs of ids; the runtime and a snapshot have one a region.</summary>
    private const int MaxRanges = 10_000;

    private readonly List<(long First, long End)> _ranges = [];

    /// <summary>Whether the number of ranges exceeded the limit; then no further id is reported as unknown.</summary>
    public bool IsOverfull { get; private set; }

    public bool Contains(int id)
    {
        int index = FindLastNotAfter(id);
        return index >= 0 && id < _ranges[index].End;
    }

    /// <summary>Adds an id; false if it is there already.</summary>
    public bool TryAdd(int id)
    {
        int index = FindLastNotAfter(id);
        if (index >= 0 && id < _ranges[index].End)
        {
            return false;
        }

        if (index >= 0 && id == _ranges[index].End)
        {
            _ranges[index] = (_ranges[index].First, id + 1L);
        }
        else if (_ranges.Count < MaxRanges)
        {
            _ranges.Insert(index + 1, (id, id + 1L));
        }
        else
        {
            IsOverfull = true;
        }

        return true;
    }

    public void Clear()
    {
        _ranges.Clear();
        IsOverfull = false;
    }

    // Neighbors are not joined when the gap between them closes: lookups have the same result without that.
    private int FindLastNotAfter(int id)
    {
        int low = 0;
        int high = _ranges.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_ranges[middle].First <= id)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }
}
