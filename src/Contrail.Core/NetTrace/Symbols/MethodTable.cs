namespace Contrail.Core.NetTrace.Symbols;

/// <summary>
/// All facts about methods within a memory limit. New facts stay unsorted until a lookup or until there are many; then
/// they are merged into the order and their groups are swept. Not thread-safe.
/// </summary>
internal sealed class MethodTable(LoaderTable loaders)
{
    // Merging moves the complete order: it waits until an eighth of it is new, so that a fact moves eight others.
    private const int MinWaiting = 1024;
    private const int MergeShare = 8;
    private const int MinWaitingGrowth = 64;

    private readonly MethodStore _store = new();
    private int[] _waiting = [];
    private int _waitingCount;
    private int _forgottenSinceRepack;
    private MethodOrder? _order;
    private MethodLookup? _lookup;
    private bool _mustSweepAll;
    private long _earliestClose = long.MaxValue;

    /// <summary>The bytes and texts of the facts.</summary>
    public BytePool Pool { get; private set; } = new();

    /// <summary>The addresses of code whose name was evicted for memory.</summary>
    public ForgottenCode Forgotten { get; } = new();

    /// <summary>Facts held, unloads too.</summary>
    public int Count => _store.Count;

    public MethodStore Store => _store;

    public long HeldBytes => _store.HeldBytes + Order.HeldBytes + Pool.HeldBytes + (_lookup?.HeldBytes ?? 0)
        + ((long)_waiting.Length * sizeof(int)) + Forgotten.HeldBytes;

    private MethodOrder Order => _order ??= new MethodOrder(_store);

    /// <summary>Maximum growth by one more fact with that many bytes of text.</summary>
    public long GrowthBytes(int payloadBytes) =>
        _store.GrowthBytes + Order.GrowthBytes(_waitingCount + 1) + Pool.GrowthBytes(payloadBytes) + WaitingGrowthBytes
        + (_lookup is null ? MethodLookup.BytesFor(_store.Count) : 0);

    private long WaitingGrowthBytes =>
        _waitingCount == _waiting.Length ? (long)Math.Max(MinWaitingGrowth, _waiting.Length) * sizeof(int) : 0;

    public void Add(in MethodRecord record)
    {
        if (_waitingCount == _waiting.Length)
        {
            Array.Resize(ref _waiting, Math.Max(MinWaitingGrowth, _waiting.Length * 2));
        }

        _waiting[_waitingCount++] = _store.Take(record);
        if (_waitingCount >= Math.Max(MinWaiting, Order.Count / MergeShare))
        {
            Settle();
        }
    }

    /// <summary>Must be called for a new unload of a module: it may end any method.</summary>
    public void ModuleWasUnloaded() => _mustSweepAll = true;

    /// <summary>All facts, in order and swept, for lookups.</summary>
    public (MethodOrder Order, MethodLookup Lookup) Settled()
    {
        Settle();
        _lookup ??= new MethodLookup(Order);
        return (Order, _lookup);
    }

    /// <summary>Drops code that was unloaded before a moment.</summary>
    public void ForgetBefore(long windowStart)
    {
        Settle();
        Forgotten.ForgetBefore(windowStart);
        if (_earliestClose >= windowStart)
        {
            return;
        }

        _earliestClose = long.MaxValue;
        for (int position = 0; position < Order.Count; position++)
        {
            ref MethodRecord record = ref Order.RecordAt(position);
            if (record.ClosedAt < windowStart)
            {
                record.Kind = FactKind.Redundant;
            }
            else
            {
                _earliestClose = Math.Min(_earliestClose, record.ClosedAt);
            }
        }

        RemoveForgotten();
    }

    /// <summary>Evicts an eighth of the facts, the least useful first; returns how many methods those were.</summary>
    public int EvictLowestRank()
    {
        Settle();
        int forgottenCount =
            EvictionRank.MarkLeastUseful(_store, Order, Math.Max(1, _store.Count / MergeShare), Forgotten);
        RemoveForgotten();

        // An unload may have lost its load, or a load its unload.
        _mustSweepAll = true;
        Settle();
        RepackPool();
        return forgottenCount;
    }

    private void RemoveForgotten()
    {
        int countBefore = _store.Count;
        Order.RemoveRedundant();
        _lookup = null;

        // Texts have no reference counts; they are dropped when so many facts are removed that it pays.
        _forgottenSinceRepack += countBefore - _store.Count;
        if (_forgottenSinceRepack > Math.Max(MinWaiting, _store.Count))
        {
            RepackPool();
        }
    }

    private void RepackPool()
    {
        BytePoolReader old = Pool.Reader;
        BytePool packed = new();
        for (int position = 0; position < Order.Count; position++)
        {
            ref MethodRecord record = ref Order.RecordAt(position);
            record.Module = packed.InternFrom(old, record.Module);
            record.Namespace = packed.InternFrom(old, record.Namespace);
            record.Name = packed.InternFrom(old, record.Name);
            record.Signature = packed.InternFrom(old, record.Signature);
            record.Tail = packed.InternFrom(old, record.Tail);
        }

        Pool = packed;
        _forgottenSinceRepack = 0;
    }

    private void Settle()
    {
        if (_waitingCount == 0 && !_mustSweepAll)
        {
            return;
        }

        Span<int> added = _waiting.AsSpan(0, _waitingCount);
        Order.Merge(added);
        bool foundRedundant = false;
        if (_mustSweepAll)
        {
            foundRedundant = SweepGroups(0, Order.Count);
        }
        else
        {
            int swept = 0;
            foreach (int position in added)
            {
                if (position >= swept)
                {
                    swept = Order.GroupEnd(position);
                    foundRedundant |= SweepGroups(Order.GroupStart(position), swept);
                }
            }
        }

        _waitingCount = 0;
        _mustSweepAll = false;
        _lookup = null;
        if (foundRedundant)
        {
            Order.RemoveRedundant();
        }
    }

    private bool SweepGroups(int first, int end)
    {
        IntervalSweep sweep = new(_store, Order, loaders, Pool.Reader);
        bool foundRedundant = false;
        for (int groupEnd; first < end; first = groupEnd)
        {
            groupEnd = Order.GroupEnd(first);
            foundRedundant |= sweep.Sweep(first, groupEnd);
            for (int position = first; position < groupEnd; position++)
            {
                _earliestClose = Math.Min(_earliestClose, Order.RecordAt(position).ClosedAt);
            }
        }

        return foundRedundant;
    }
}
