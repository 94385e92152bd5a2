namespace Contrail.Analysis.Views.Catalog;

/// <summary>The time that ranges cover together, added about in the order of their ends. Not safe for concurrent
/// use.</summary>
internal sealed class CoveredTime
{
    private const int MaxOpen = 256;

    private readonly List<(long Start, long End)> _ranges = [];
    private double _earlier;

    /// <summary>The time.</summary>
    public double Nanoseconds => _earlier + _ranges.Sum(one => (double)(one.End - one.Start));

    /// <summary>Adds a range. One that is before all that are kept apart counts as a further one.</summary>
    public void Add(long start, long end)
    {
        int index = _ranges.Count;
        while (index > 0 && _ranges[index - 1].End >= start)
        {
            index--;
            if (_ranges[index].Start <= end)
            {
                (start, end) = (Math.Min(start, _ranges[index].Start), Math.Max(end, _ranges[index].End));
                _ranges.RemoveAt(index);
            }
        }

        _ranges.Insert(index, (start, end));
        if (_ranges.Count > MaxOpen)
        {
            _earlier += _ranges[0].End - _ranges[0].Start;
            _ranges.RemoveAt(0);
        }
    }
}
