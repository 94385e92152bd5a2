namespace Contrail.Core.Symbols;

/// <summary>Says which methods to forget when not all can be held.</summary>
internal static class Usefulness
{
    /// <summary>
    /// Marks so many facts as redundant, and says how many methods they stood for. First goes code that is gone, the
    /// longest gone first; then code of a method that has newer code; then what was loaded last: the bottom of every
    /// stack is what was loaded first.
    /// </summary>
    public static int MarkLeastUseful(MethodStore store, MethodOrder order, int factCount)
    {
        int[] ranked = new int[order.Count];
        for (int position = 0; position < ranked.Length; position++)
        {
            ranked[position] = order[position];
        }

        bool[] replaced = Replaced(store, ranked);
        Array.Sort(ranked, (left, right) => Compare(store, replaced, left, right));
        int methodCount = 0;
        int marked = 0;
        for (int index = 0; index < ranked.Length && marked < factCount; index++)
        {
            ref MethodRecord record = ref store[ranked[index]];
            methodCount += record.HasInterval || record.Kind == FactKind.EntryPoint ? 1 : 0;
            record.Kind = FactKind.Redundant;
            marked++;
        }

        return methodCount;
    }

    // A load and its unload have the same end, so that they stand together and go together.
    private static int Compare(MethodStore store, bool[] replaced, int leftSlot, int rightSlot)
    {
        ref MethodRecord left = ref store[leftSlot];
        ref MethodRecord right = ref store[rightSlot];
        int order = left.ClosedAt.CompareTo(right.ClosedAt);
        order = order != 0 || left.IsClosed
            ? order
            : replaced[rightSlot].CompareTo(replaced[leftSlot]);
        order = order != 0 ? order : right.At.CompareTo(left.At);
        return order != 0 ? order : right.Start.CompareTo(left.Start);
    }

    // By slot: whether the same method has newer code.
    private static bool[] Replaced(MethodStore store, int[] slots)
    {
        bool[] replaced = new bool[store.SlotsEver];
        Array.Sort(slots, (left, right) =>
        {
            int order = store[left].MethodId.CompareTo(store[right].MethodId);
            return order != 0 ? order : store[left].At.CompareTo(store[right].At);
        });
        for (int index = 1; index < slots.Length; index++)
        {
            int older = slots[index - 1];
            replaced[older] = store[older].HasInterval && store[older].MethodId == store[slots[index]].MethodId;
        }

        return replaced;
    }
}
