namespace Contrail.Core.NetTrace.Symbols;

/// <summary>
/// Finds code by address in swept facts. Built for one state of the order and thrown away with it. Safe for concurrent
/// readers as long as nothing is added.
/// </summary>
internal sealed class MethodLookup
{
    /// <summary>
    /// Maximum length of an entry point's code where no known code begins before that: larger precompiled methods were
    /// not seen, and what follows the last known one is not code.
    /// </summary>
    internal const uint MaxEntryPointBytes = 64 * 1024;

    private const int BlockPositions = 16;
    private const int None = -1;
    private readonly MethodOrder _order;

    // For each block of positions, the highest end of any code up to and including it: where the way back can stop.
    private readonly ulong[] _highestEnds;

    public MethodLookup(MethodOrder order)
    {
        _order = order;
        _highestEnds = new ulong[(order.Count / BlockPositions) + 1];
        ulong highest = 0;
        for (int position = 0; position < order.Count; position++)
        {
            highest = Math.Max(highest, EndAddress(position));
            _highestEnds[position / BlockPositions] = highest;
        }
    }

    /// <summary>Memory of one for that many facts.</summary>
    public static long BytesFor(int factCount) => ((factCount / BlockPositions) + 1L) * sizeof(ulong);

    public long HeldBytes => (long)_highestEnds.Length * sizeof(ulong);

    /// <summary>The address after the code that a fact describes.</summary>
    public ulong EndAddress(int position)
    {
        ref MethodRecord record = ref _order.RecordAt(position);
        if (record.Kind != FactKind.EntryPoint)
        {
            return record.Start + record.SizeBytes;
        }

        ulong reach = ulong.MaxValue - record.Start < MaxEntryPointBytes
            ? ulong.MaxValue
            : record.Start + MaxEntryPointBytes;
        int next = _order.GroupEnd(position);
        return next < _order.Count ? Math.Min(reach, _order.RecordAt(next).Start) : reach;
    }

    /// <summary>The moment since which the code existed; <see cref="long.MinValue"/> if unknown.</summary>
    public long Since(int position)
    {
        ref MethodRecord record = ref _order.RecordAt(position);
        if (record.Kind is FactKind.Load or FactKind.EntryPoint)
        {
            return record.At;
        }

        // It existed since the end of what existed before it, or since an unload before it.
        long since = long.MinValue;
        for (int before = position - 1; before >= 0; before--)
        {
            ref MethodRecord earlier = ref _order.RecordAt(before);
            if (earlier.Start != record.Start || earlier.Kind == FactKind.EntryPoint)
            {
                break;
            }

            since = Math.Max(since, earlier.ClosedAt);
            if (earlier.HasInterval)
            {
                break;
            }
        }

        return since;
    }

    /// <summary>The position of the code that was at an address at a moment, or -1.</summary>
    public int Find(ulong address, long at, bool trustEntryPoints)
    {
        int entry = None;
        int end = _order.PositionAfter(address);
        while (end > 0 && _highestEnds[(end - 1) / BlockPositions] > address)
        {
            int first = _order.GroupStart(end - 1);
            int found = FindInGroup(first, end, address, at);
            if (found != None)
            {
                return found;
            }

            bool isEntry = _order.RecordAt(first).Kind == FactKind.EntryPoint && EndAddress(first) > address;
            entry = isEntry && entry == None ? first : entry;
            end = first;
        }

        return trustEntryPoints ? entry : None;
    }

    /// <summary>
    /// The last moment at which an address certainly contains what it contains at a moment: until that code ends, or
    /// until the next fact about code that may reach the address.
    /// </summary>
    /// <param name="address">The address.</param>
    /// <param name="position">The code that is there; -1 if there is none.</param>
    /// <param name="at">The moment.</param>
    public long LastMomentOf(ulong address, int position, long at)
    {
        long closedAt = position < 0 ? long.MaxValue : _order.RecordAt(position).ClosedAt;
        long next = closedAt == long.MaxValue ? closedAt : closedAt - 1;
        int end = _order.PositionAfter(address);
        while (end > 0 && _highestEnds[(end - 1) / BlockPositions] > address)
        {
            int first = _order.GroupStart(end - 1);
            int after = FirstAfter(first, end, at);
            next = after < end ? Math.Min(next, _order.RecordAt(after).At - 1) : next;
            end = first;
        }

        return Math.Max(at, next);
    }

    /// <summary>
    /// Adds the positions of all code that was at an address at any time from one moment to another. The search ends
    /// when <paramref name="stepsLeft"/> reaches 0: a peer can make all code overlap, and the stream of names waits
    /// meanwhile.
    /// </summary>
    public bool Collect(
        ulong address, long from, long to, bool trustEntryPoints, HashSet<int> positions, ref long stepsLeft)
    {
        bool foundAny = false;
        int entry = None;
        int end = _order.PositionAfter(address);
        while (end > 0 && stepsLeft > 0 && _highestEnds[(end - 1) / BlockPositions] > address)
        {
            int first = _order.GroupStart(end - 1);
            stepsLeft -= end - first;
            foundAny |= CollectGroup(first, end, address, from, to, positions, ref entry);
            end = first;
        }

        if (!foundAny && entry != None && trustEntryPoints)
        {
            positions.Add(entry);
            foundAny = true;
        }

        return foundAny;
    }

    /// <summary>Whether a fact describes code of known size that existed at some time of a window.</summary>
    public bool IsThere(int position, long from, long to)
    {
        ref MethodRecord record = ref _order.RecordAt(position);
        return record.HasInterval && record.ClosedAt > from && Since(position) <= to;
    }

    // In one pass: the start time of a fact depends on the facts before it.
    private bool CollectGroup(
        int first, int end, ulong address, long from, long to, HashSet<int> positions, ref int entry)
    {
        bool foundAny = false;
        long sinceBefore = long.MinValue;
        for (int position = first; position < end; position++)
        {
            ref MethodRecord record = ref _order.RecordAt(position);
            bool isEntryPoint = record.Kind == FactKind.EntryPoint;
            bool isHit = EndAddress(position) > address;
            long since = record.Kind is FactKind.Load or FactKind.EntryPoint ? record.At : sinceBefore;
            if (isHit && record.HasInterval && record.ClosedAt > from && since <= to)
            {
                positions.Add(position);
                foundAny = true;
            }
            else if (isHit && entry == None && isEntryPoint)
            {
                entry = position;
            }

            sinceBefore = isEntryPoint ? long.MinValue
                : record.HasInterval ? record.ClosedAt
                : Math.Max(sinceBefore, record.ClosedAt);
        }

        return foundAny;
    }

    private int FindInGroup(int first, int end, ulong address, long at)
    {
        int low = FirstAfter(first, end, at);

        // The last code at or before that time; or the next fact, if it describes code that existed already.
        int last = low - 1;
        while (last >= first && !_order.RecordAt(last).HasInterval)
        {
            last--;
        }

        if (last >= first && IsAt(last, address, at))
        {
            return last;
        }

        if (low < end && IsAt(low, address, at))
        {
            return low;
        }

        return None;
    }

    // The first fact of a group that is later than a moment; the end if none is.
    private int FirstAfter(int first, int end, long at)
    {
        int low = first;
        int high = end;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_order.RecordAt(middle).At <= at)
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

    private bool IsAt(int position, ulong address, long at)
    {
        ref MethodRecord record = ref _order.RecordAt(position);
        bool isThen = record.HasInterval && at < record.ClosedAt && Since(position) <= at;
        return isThen && EndAddress(position) > address;
    }
}
