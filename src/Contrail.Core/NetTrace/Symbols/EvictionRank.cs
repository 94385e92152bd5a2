namespace Contrail.Core.NetTrace.Symbols;

/// <summary>Decides which methods to evict when not all can be held.</summary>
internal static class EvictionRank
{
    /// <summary>
    /// Marks the given number of facts as redundant, and returns how many methods they represented. Order: unloaded
    /// code, the longest unloaded first; then code of a method that has newer code; then the most recently loaded,
    /// because the first loaded methods are at the bottom of every stack.
    /// </summary>
    public static int MarkLeastUseful(MethodStore store, MethodOrder order, int factCount, ForgottenCode forgotten)
    {
        int methodCount = 0;
        foreach (int slot in LeastUsefulFirst(store, order, factCount))
        {
            ref MethodRecord record = ref store[slot];
            bool isMethod = record.HasInterval || record.Kind == FactKind.EntryPoint;
            if (isMethod)
            {
                methodCount++;
                uint sizeBytes = record.Kind == FactKind.EntryPoint
                    ? MethodLookup.MaxEntryPointBytes
                    : record.SizeBytes;
                forgotten.Add(record.Start, sizeBytes, record.ClosedAt);
            }

            record.Kind = FactKind.Redundant;
        }

        return methodCount;
    }

    // Each rank is sorted only where it is needed, and by a plain number: this is done while the pump waits.
    private static List<int> LeastUsefulFirst(MethodStore store, MethodOrder order, int factCount)
    {
        List<int> unloaded = [];
        List<int> there = [];
        for (int position = 0; position < order.Count; position++)
        {
            int slot = order[position];
            (store[slot].IsClosed ? unloaded : there).Add(slot);
        }

        List<int> chosen = Take(store, unloaded, factCount, slot => store[slot].ClosedAt);
        if (chosen.Count < factCount)
        {
            Dictionary<ulong, long> newest = NewestByMethod(store, there);
            ILookup<bool, int> ranks = there.ToLookup(slot => IsReplaced(store, slot, newest));
            chosen.AddRange(Take(store, [.. ranks[true]], factCount - chosen.Count, slot => ~store[slot].At));
            chosen.AddRange(Take(store, [.. ranks[false]], factCount - chosen.Count, slot => ~store[slot].At));
        }

        return chosen;
    }

    private static List<int> Take(MethodStore store, List<int> slots, int count, Func<int, long> rank)
    {
        if (count == 0)
        {
            return [];
        }

        int[] sorted = [.. slots];
        long[] ranks = [.. slots.Select(rank)];
        Array.Sort(ranks, sorted);

        // Facts of one rank are chosen by their values, independent of their order of arrival.
        int taken = Math.Min(count, sorted.Length);
        for (int first = 0, end; first < taken; first = end)
        {
            end = first + 1;
            while (end < sorted.Length && ranks[end] == ranks[first])
            {
                end++;
            }

            sorted.AsSpan(first, end - first).Sort((left, right) => CompareWithin(store, left, right));
        }

        return [.. sorted.AsSpan(0, taken)];
    }

    // A load and its unload have the same end, so that they are sorted and removed together.
    private static int CompareWithin(MethodStore store, int leftSlot, int rightSlot)
    {
        int order = store[rightSlot].At.CompareTo(store[leftSlot].At);
        return order != 0 ? order : store[rightSlot].Start.CompareTo(store[leftSlot].Start);
    }

    private static Dictionary<ulong, long> NewestByMethod(MethodStore store, List<int> slots)
    {
        Dictionary<ulong, long> newest = new(slots.Count);
        foreach (int slot in slots)
        {
            ref MethodRecord record = ref store[slot];
            newest[record.MethodId] = newest.TryGetValue(record.MethodId, out long at)
                ? Math.Max(at, record.At)
                : record.At;
        }

        return newest;
    }

    // The same method has newer code.
    private static bool IsReplaced(MethodStore store, int slot, Dictionary<ulong, long> newest) =>
        store[slot].HasInterval && newest[store[slot].MethodId] > store[slot].At;
}
