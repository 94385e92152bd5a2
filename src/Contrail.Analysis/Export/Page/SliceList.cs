namespace Contrail.Analysis.Export.Page;

/// <summary>The slices of one kind on one track. Not safe for concurrent use.</summary>
internal sealed class SliceList
{
    private readonly List<Slice> _slices = [];

    /// <summary>Number of slices that are kept.</summary>
    public int Count => _slices.Count;

    /// <summary>Number of slices that were added.</summary>
    public long AddedCount { get; private set; }

    /// <summary>The sum of the durations of those that were added, in nanoseconds.</summary>
    public double Nanoseconds { get; private set; }

    /// <summary>The slices in the order of their starts.</summary>
    public IReadOnlyList<Slice> InOrder()
    {
        Sort();
        return _slices;
    }

    /// <summary>
    /// Adds a slice, or joins it with the last one if both are short. Returns whether there is one more.
    /// </summary>
    public bool Add(in Slice slice, long resolution)
    {
        AddedCount++;
        Nanoseconds += slice.Nanoseconds;
        if (resolution > 0 && _slices.Count > 0 && _slices[^1].CanJoin(slice, resolution))
        {
            _slices[^1] = _slices[^1].Join(slice);
            return false;
        }

        _slices.Add(slice);
        return true;
    }

    /// <summary>Joins what is shorter than a resolution; returns by how many slices the list shrank.</summary>
    public int Thin(long resolution)
    {
        Sort();
        int before = _slices.Count;
        int kept = 0;
        int pending = -1;
        for (int index = 0; index < before; index++)
        {
            Slice slice = _slices[index];

            // Long ones lie between short ones of one step.
            if (pending >= 0 && _slices[pending].CanJoin(slice, resolution))
            {
                _slices[pending] = _slices[pending].Join(slice);
                continue;
            }

            pending = slice.Longest < resolution ? kept : pending;
            _slices[kept++] = slice;
        }

        _slices.RemoveRange(kept, before - kept);
        return before - kept;
    }

    private void Sort() => _slices.Sort(static (left, right) =>
        left.Start != right.Start ? left.Start.CompareTo(right.Start) : right.End.CompareTo(left.End));
}
