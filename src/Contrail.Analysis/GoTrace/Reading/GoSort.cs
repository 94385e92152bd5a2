namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>
/// Sorts as Go's slices.SortFunc does: a pattern-defeating quicksort. It is not stable, but it is deterministic, so
/// items with equal keys end in the order in which Go's own reader has them. Not safe for concurrent use.
/// </summary>
/// <param name="items">What is sorted, in place.</param>
/// <param name="keyOf">The key of an item.</param>
internal readonly ref struct GoSort<T>(Span<T> items, Func<T, long> keyOf)
{
    // The numbers of Go's implementation. Each of them decides the order of equal items.
    private const int MaxInsertion = 12;
    private const int MinShift = 50;
    private const int MaxSteps = 5;
    private const int BalanceDivisor = 8;
    private const int MinBreak = 8;

    private readonly Span<T> _items = items;
    private readonly Func<T, long> _keyOf = keyOf;

    /// <summary>Sorts the items by their keys.</summary>
    public void Sort() => Sort(0, _items.Length, BitCount(_items.Length));

    // The larger part is sorted by the loop and the smaller by the recursion, whose depth is thus logarithmic.
    private void Sort(int start, int end, int badPivotsLeft)
    {
        bool isBalanced = true;
        bool isPartitioned = true;
        while (end - start > MaxInsertion)
        {
            int length = end - start;
            if (badPivotsLeft == 0)
            {
                SortAsHeap(start, end);
                return;
            }

            if (!isBalanced)
            {
                BreakPatterns(start, length);
                badPivotsLeft--;
            }

            (int pivot, bool isIncreasing) = ChoosePivot(start, end);
            if (isBalanced && isPartitioned && isIncreasing && SortIfNearlySorted(start, end))
            {
                return;
            }

            // All items of this part are at least as large as the one before it, so these are equal to the pivot.
            if (start > 0 && !IsLess(start - 1, pivot))
            {
                start = PartitionEqual(start, end, pivot);
                continue;
            }

            (int middle, isPartitioned) = Partition(start, end, pivot);
            isBalanced = Math.Min(middle - start, end - middle) >= length / BalanceDivisor;
            SortSmallerPart(ref start, ref end, middle, badPivotsLeft);
        }

        SortByInsertion(start, end);
    }

    private void SortSmallerPart(ref int start, ref int end, int middle, int badPivotsLeft)
    {
        if (middle - start < end - middle)
        {
            Sort(start, middle, badPivotsLeft);
            start = middle + 1;
        }
        else
        {
            Sort(middle + 1, end, badPivotsLeft);
            end = middle;
        }
    }

    private void SortByInsertion(int start, int end)
    {
        for (int next = start + 1; next < end; next++)
        {
            ShiftLeft(next, start);
        }
    }

    private void SortAsHeap(int start, int end)
    {
        int count = end - start;
        for (int root = (count - 1) / 2; root >= 0; root--)
        {
            SiftDown(start, root, count);
        }

        for (int last = count - 1; last >= 0; last--)
        {
            Swap(start, start + last);
            SiftDown(start, 0, last);
        }
    }

    private void SiftDown(int start, int root, int count)
    {
        while ((2 * root) + 1 < count)
        {
            int child = (2 * root) + 1;
            child += child + 1 < count && IsLess(start + child, start + child + 1) ? 1 : 0;
            if (!IsLess(start + root, start + child))
            {
                return;
            }

            Swap(start + root, start + child);
            root = child;
        }
    }

    // Moves three items from the middle to places that only the length decides.
    private void BreakPatterns(int start, int length)
    {
        if (length < MinBreak)
        {
            return;
        }

        ulong random = (ulong)length;
        ulong mask = (1UL << BitCount(length)) - 1;
        int middle = start + (length / 4 * 2);
        for (int offset = -1; offset <= 1; offset++)
        {
            random ^= unchecked(random << 13);
            random ^= random >> 7;
            random ^= unchecked(random << 17);
            int other = (int)(random & mask);
            other -= other >= length ? length : 0;
            Swap(middle + offset, start + other);
        }
    }

    // A part that decreases throughout is reversed, and then increases.
    private (int Pivot, bool IsIncreasing) ChoosePivot(int start, int end)
    {
        PivotChoice<T> choice = new(_items, _keyOf);
        int pivot = choice.Choose(start, end - start);
        if (!choice.IsDecreasing)
        {
            return (pivot, choice.IsIncreasing);
        }

        _items[start..end].Reverse();
        return (end - 1 - (pivot - start), true);
    }

    private bool SortIfNearlySorted(int start, int end)
    {
        int next = start + 1;
        for (int step = 0; step < MaxSteps; step++)
        {
            while (next < end && !IsLess(next, next - 1))
            {
                next++;
            }

            if (next == end)
            {
                return true;
            }

            if (end - start < MinShift)
            {
                return false;
            }

            Swap(next, next - 1);
            if (next - start >= 2)
            {
                ShiftLeft(next - 1, 0);
            }

            ShiftRight(next + 1, end);
        }

        return false;
    }

    private void ShiftLeft(int index, int first)
    {
        for (int at = index; at > first && IsLess(at, at - 1); at--)
        {
            Swap(at, at - 1);
        }
    }

    private void ShiftRight(int index, int end)
    {
        for (int at = index; at < end && IsLess(at, at - 1); at++)
        {
            Swap(at, at - 1);
        }
    }

    // Items less than the pivot, the pivot, all others. Nothing is moved if that was so.
    private (int Middle, bool WasPartitioned) Partition(int start, int end, int pivot)
    {
        Swap(start, pivot);
        int left = start + 1;
        int right = end - 1;
        for (bool hasSwapped = false; ; hasSwapped = true)
        {
            while (left <= right && IsLess(left, start))
            {
                left++;
            }

            while (left <= right && !IsLess(right, start))
            {
                right--;
            }

            if (left > right)
            {
                Swap(right, start);
                return (right, !hasSwapped);
            }

            Swap(left++, right--);
        }
    }

    // Items equal to the pivot, then those larger. None is less.
    private int PartitionEqual(int start, int end, int pivot)
    {
        Swap(start, pivot);
        int left = start + 1;
        int right = end - 1;
        while (true)
        {
            while (left <= right && !IsLess(start, left))
            {
                left++;
            }

            while (left <= right && IsLess(start, right))
            {
                right--;
            }

            if (left > right)
            {
                return left;
            }

            Swap(left++, right--);
        }
    }

    private bool IsLess(int left, int right) => _keyOf(_items[left]) < _keyOf(_items[right]);

    private void Swap(int left, int right) => (_items[left], _items[right]) = (_items[right], _items[left]);

    private static int BitCount(int length) => 32 - int.LeadingZeroCount(length);
}
