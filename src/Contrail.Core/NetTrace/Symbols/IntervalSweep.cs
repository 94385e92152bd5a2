
namespace Contrail.Core.NetTrace.Symbols;

/// <summary>
/// Finds, for the facts of one start address, the time during which each piece of code existed. Addresses are reused
/// within milliseconds, and facts arrive in any order; so a whole group is swept whenever one of its facts is new, and
/// the result does not depend on the order of arrival.
/// </summary>
internal readonly ref struct IntervalSweep(
    MethodStore store, MethodOrder order, LoaderTable loaders, BytePoolReader pool)
{
    private const int None = -1;

    // In place of the slot of an unload.
    private const int ClosedByModule = -2;
    private readonly MethodStore _store = store;
    private readonly MethodOrder _order = order;
    private readonly LoaderTable _loaders = loaders;
    private readonly BytePoolReader _pool = pool;

    /// <summary>
    /// Sweeps the group from one position to before another; returns whether it found a redundant fact.
    /// </summary>
    public bool Sweep(int first, int end)
    {
        int open = None;
        int entry = None;
        int last = None;
        bool foundRedundant = false;
        for (int position = first; position < end; position++)
        {
            int slot = _order[position];
            ref MethodRecord fact = ref _store[slot];
            bool openHasEnded = open != None && _store[open].ClosedAt <= fact.At;
            open = openHasEnded ? None : open;
            if (entry != None && fact.MethodId == _store[entry].MethodId)
            {
                // Every other event about the method contains more than its entry point.
                _store[entry].Kind = FactKind.Redundant;
                entry = None;
                foundRedundant = true;
            }

            switch (fact.Kind)
            {
                case FactKind.EntryPoint:
                    fact.Kind = entry == None ? FactKind.EntryPoint : FactKind.Redundant;
                    entry = entry == None ? slot : entry;
                    break;
                case FactKind.Unload:
                    open = TakeUnload(ref fact, slot, open, last);
                    break;
                default:
                    open = TakeLoad(ref fact, slot, open);
                    last = open;
                    break;
            }

            foundRedundant |= fact.Kind == FactKind.Redundant;
        }

        return foundRedundant;
    }

    private int TakeUnload(ref MethodRecord unload, int slot, int open, int last)
    {
        unload.CloseSlot = None;
        unload.ClosedAt = unload.At;
        bool endsOpen = open != None && _store[open].MethodId == unload.MethodId;
        if (endsOpen)
        {
            _store[open].ClosedAt = unload.At;
            _store[open].CloseSlot = slot;
            open = None;
        }

        // Without a load the unload describes code that existed since the end of the previous code at the address. If
        // that was the same method, its module was unloaded first, and this is the same end repeated.
        bool isRepeated = last != None && _store[last].MethodId == unload.MethodId;
        unload.OwnsInterval = !endsOpen && open == None && !isRepeated;
        return open;
    }

    private int TakeLoad(ref MethodRecord load, int slot, int open)
    {
        bool isPresent = load.Kind == FactKind.Present;
        load.OwnsInterval = true;
        if (open != None && isPresent && load.IsSameCodeAs(_store[open]))
        {
            // It is redundant, unless an unload from before it arrives later. So it stays for as long as what ended at
            // its time would.
            load.OwnsInterval = false;
            load.ClosedAt = load.At;
            load.CloseSlot = None;
            return open;
        }

        if (open != None)
        {
            // Its unload is lost, or late: it cannot have existed any longer than this.
            _store[open].ClosedAt = load.At;
        }

        // A module's unload may have been forgotten since it was taken into account: what it ended stays ended.
        long moduleEnd = ModuleEnd(load);
        long knownEnd = load.CloseSlot == ClosedByModule ? load.ClosedAt : long.MaxValue;
        load.ClosedAt = Math.Min(moduleEnd, knownEnd);
        load.CloseSlot = load.IsClosed ? ClosedByModule : None;
        return slot;
    }

    // The unload of collectible code is not reported; only that of its module is.
    private long ModuleEnd(in MethodRecord load) =>
        _loaders.HasModuleUnloads
            ? _loaders.FirstModuleUnloadAfter(load.ModuleId(_pool), load.At)
            : long.MaxValue;
}
