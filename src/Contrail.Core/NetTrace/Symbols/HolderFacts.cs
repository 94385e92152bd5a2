namespace Contrail.Core.NetTrace.Symbols;

/// <summary>The events of one module, assembly or domain, oldest first. Not safe for concurrent use.</summary>
internal sealed class HolderFacts
{
    private readonly List<long> _unloads = [];

    public List<LoaderFact> OldestFirst { get; } = [];

    /// <summary>Whether its last event is its unload.</summary>
    public bool IsUnloaded => OldestFirst.Count > 0 && OldestFirst[^1].IsUnload;

    /// <summary>
    /// Adds an event, and returns the event that it replaces: of rundowns with the same content, the last is kept in
    /// addition to the first, in case an unload from between them arrives later.
    /// </summary>
    public LoaderFact? Add(LoaderFact fact)
    {
        int position = PositionAfter(fact.At);
        LoaderFact? replaced = null;
        int repeated = fact.IsPresent ? FindRepeated(fact, position - 1) : -1;
        if (repeated >= 0)
        {
            replaced = OldestFirst[repeated];
            OldestFirst.RemoveAt(repeated);
            position--;
        }

        OldestFirst.Insert(position, fact);
        if (fact.IsUnload)
        {
            int index = _unloads.BinarySearch(fact.At);
            _unloads.Insert(index < 0 ? ~index : index, fact.At);
        }

        return replaced;
    }

    /// <summary>When it was unloaded next after a moment; <see cref="long.MaxValue"/> if it was not.</summary>
    public long FirstUnloadAfter(long at)
    {
        // Several may be of one moment, so the search is for the next one.
        int index = at == long.MaxValue ? -1 : _unloads.BinarySearch(at + 1);
        int first = index < 0 ? ~index : index;
        bool isFound = at < long.MaxValue && first < _unloads.Count;
        return isFound ? _unloads[first] : long.MaxValue;
    }

    /// <summary>Drops everything up to the last unload before a moment, and returns that unload.</summary>
    public List<LoaderFact> DropBefore(long windowStart)
    {
        int lastUnload = OldestFirst.FindLastIndex(fact => fact.IsUnload && fact.At < windowStart);
        List<LoaderFact> dropped = OldestFirst.GetRange(0, lastUnload + 1);
        OldestFirst.RemoveRange(0, lastUnload + 1);
        _unloads.RemoveAll(at => at < windowStart);
        return dropped;
    }

    // The newest of two or more identical events since the last unload. The search goes only as far back as the few
    // kinds of events of one holder reach; otherwise it would be a search through all.
    private int FindRepeated(LoaderFact fact, int position)
    {
        const int MaxFacts = 8;
        int newest = -1;
        int last = Math.Max(0, position - MaxFacts);
        for (; position >= last && !OldestFirst[position].IsUnload; position--)
        {
            bool isSame = OldestFirst[position].HasSameContentAs(fact);
            if (isSame && newest >= 0)
            {
                return OldestFirst[newest].IsPresent ? newest : -1;
            }

            newest = isSame ? position : newest;
        }

        return -1;
    }

    private int PositionAfter(long at)
    {
        int low = 0;
        int high = OldestFirst.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (OldestFirst[middle].At <= at)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
