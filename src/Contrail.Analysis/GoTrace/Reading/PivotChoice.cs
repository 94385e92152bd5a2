namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>Chooses the pivot of a part that <see cref="GoSort{T}"/> sorts, and counts what that reveals.</summary>
internal ref struct PivotChoice<T>(ReadOnlySpan<T> items, Func<T, long> keyOf)
{
    private const int MinMedian = 8;
    private const int MinNinther = 50;

    // Four medians, each of three comparisons.
    private const int MaxSwaps = 4 * 3;

    private readonly ReadOnlySpan<T> _items = items;
    private int _swapCount;

    /// <summary>Whether no compared pair was out of order.</summary>
    public readonly bool IsIncreasing => _swapCount == 0;

    /// <summary>Whether every compared pair was out of order.</summary>
    public readonly bool IsDecreasing => _swapCount == MaxSwaps;

    /// <summary>Returns the index of the pivot. No item is moved.</summary>
    public int Choose(int start, int length)
    {
        int quarter = length / 4;
        int low = start + quarter;
        int middle = start + (2 * quarter);
        int high = start + (3 * quarter);
        if (length >= MinNinther)
        {
            low = Median(low - 1, low, low + 1);
            middle = Median(middle - 1, middle, middle + 1);
            high = Median(high - 1, high, high + 1);
        }

        return length >= MinMedian ? Median(low, middle, high) : middle;
    }

    private int Median(int first, int second, int third)
    {
        Order(ref first, ref second);
        Order(ref second, ref third);
        Order(ref first, ref second);
        return second;
    }

    private void Order(ref int first, ref int second)
    {
        if (keyOf(_items[second]) < keyOf(_items[first]))
        {
            (first, second) = (second, first);
            _swapCount++;
        }
    }
}
