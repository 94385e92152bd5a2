using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;

namespace Contrail.Core.NetTrace.Symbols;

/// <summary>
/// The selection for one snapshot. <see cref="Choose"/> copies exactly what is needed out of the table, and requires
/// that nothing is added meanwhile; <see cref="Write"/> makes events of that, and may run in parallel with additions.
/// </summary>
internal sealed class SymbolSelector(TraceTicks from, TraceTicks to)
{
    private readonly List<ChosenMethod> _methods = [];
    private readonly List<LoaderFact> _holderLoads = [];
    private readonly List<LoaderFact> _holderUnloads = [];
    private readonly List<long> _holderEnds = [];
    private readonly List<SelectedSymbol> _atStart = [];
    private readonly List<SelectedSymbol> _inWindow = [];
    private readonly List<SelectedSymbol> _atEnd = [];
    private BytePoolReader _pool;
    private int _forgottenModuleCount;

    /// <summary>Copies some positions' facts, and those of their modules, or of all that hold code.</summary>
    public void Choose(
        MethodTable table, MethodOrder order, MethodLookup lookup, LoaderTable loaders, int[] positions, bool all)
    {
        _pool = table.Pool.Reader;
        HashSet<HolderKey> holders = all ? [.. loaders.Holders] : [];
        foreach (int position in positions)
        {
            MethodRecord method = order.RecordAt(position);
            MethodRecord? unload = method.CloseSlot >= 0 ? table.Store[method.CloseSlot] : null;
            uint sizeBytes = (uint)(lookup.EndAddress(position) - method.Start);
            _methods.Add(new ChosenMethod(method, unload, lookup.Since(position), sizeBytes));
            holders.Add(new HolderKey(HolderKind.Module, method.ModuleId(_pool)));
        }

        ChooseHolders(loaders, holders, HolderKind.Module);
        ChooseHolders(loaders, holders, HolderKind.Assembly);
        ChooseHolders(loaders, holders, HolderKind.AppDomain);
    }

    /// <summary>Copies the threads of a rundown. Those that have ended since have no other effect.</summary>
    public void ChooseThreads(RundownThreads threads) =>
        _atEnd.AddRange(threads.All.Select(thread => thread with { At = to }));

    /// <summary>Makes the events.</summary>
    public SymbolSelection Write(int unnamedCount, int forgottenCount)
    {
        for (int index = 0; index < _holderLoads.Count; index++)
        {
            LoaderFact load = _holderLoads[index];
            long since = load.IsPresent ? long.MinValue : load.At;
            Place(load.EventId, load.Version, since, _holderEnds[index], load.Payload);
        }

        foreach (LoaderFact unload in _holderUnloads)
        {
            _inWindow.Add(Live(unload.EventId, unload.Version, unload.At, unload.Payload));
        }

        foreach (ChosenMethod chosen in _methods)
        {
            Place(chosen);
        }

        // Events of one moment happen in the order of the list: the sort must be stable.
        List<SelectedSymbol> inOrder = [.. _inWindow.OrderBy(symbol => symbol.At.Value)];
        return new SymbolSelection(_atStart, inOrder, _atEnd, _methods.Count, unnamedCount)
        {
            ForgottenCount = forgottenCount + _forgottenModuleCount,
        };
    }

    private void ChooseHolders(LoaderTable loaders, HashSet<HolderKey> holders, HolderKind kind)
    {
        HolderKey[] chosen = [.. holders.Where(holder => holder.Kind == kind).OrderBy(holder => holder.Id)];
        foreach (HolderKey holder in chosen)
        {
            IReadOnlyList<LoaderFact> facts = loaders.Of(holder);
            bool isForgotten = facts.Count == 0 && loaders.ForgottenUntil > from.Value;
            _forgottenModuleCount += isForgotten && kind == HolderKind.Module ? 1 : 0;
            HashSet<int> open = [];
            for (int index = 0; index < facts.Count; index++)
            {
                LoaderFact fact = facts[index];
                if (fact.IsUnload)
                {
                    open.Clear();
                    ChooseUnload(fact);
                }
                else if (open.Add(fact.EventId))
                {
                    ChooseLoad(fact, facts.Skip(index));
                }

                if (fact.Within is { } within)
                {
                    holders.Add(within);
                }
            }
        }
    }

    private void ChooseUnload(LoaderFact unload)
    {
        bool isInWindow = unload.At > from.Value && unload.At <= to.Value;
        if (isInWindow)
        {
            _holderUnloads.Add(unload);
        }
    }

    private void ChooseLoad(LoaderFact load, IEnumerable<LoaderFact> later)
    {
        long end = later.FirstOrDefault(fact => fact.IsUnload)?.At ?? long.MaxValue;
        bool isInWindow = end > from.Value && (load.IsPresent || load.At <= to.Value);
        if (isInWindow)
        {
            _holderLoads.Add(load);
            _holderEnds.Add(end);
        }
    }

    private void Place(in ChosenMethod chosen)
    {
        MethodRecord method = chosen.Method;
        byte[] payload = MethodPayload.Write(_pool, method, chosen.SizeBytes);
        bool isUnload = method.Kind == FactKind.Unload;
        int loadId = isUnload ? method.EventId - 1 : method.EventId;
        Place(loadId, method.Version, chosen.Since, method.ClosedAt, payload);
        MethodRecord? unload = isUnload ? method : chosen.Unload;
        if (unload is { } unloaded && unloaded.At >= from.Value && unloaded.At <= to.Value)
        {
            byte[] unloadPayload = MethodPayload.Write(_pool, unloaded, unloaded.SizeBytes);
            _inWindow.Add(Live(unloaded.EventId, unloaded.Version, unloaded.At, unloadPayload));
        }
    }

    private void Place(int loadId, int version, long since, long end, byte[] payload)
    {
        bool beganInWindow = since >= from.Value;
        bool endedInWindow = end != long.MaxValue && end <= to.Value;
        if (beganInWindow)
        {
            _inWindow.Add(Live(loadId, version, since, payload));
        }
        else if (endedInWindow)
        {
            _atStart.Add(Live(loadId, version, from.Value, payload));
        }

        // Includes code that began in the window: where its address had other code before, TraceLog needs it to name
        // the last one. Excludes code that begins as the window ends: at the same moment, a rundown event would be
        // considered the earlier one.
        bool isThereAtEnd = !endedInWindow && since < to.Value;
        if (isThereAtEnd && RuntimeEventTable.FindLive(loadId)?.Rundown is { } rundown)
        {
            _atEnd.Add(new SelectedSymbol(SymbolOrigin.Rundown, rundown.AtEnd, version, to, payload));
        }
    }

    private static SelectedSymbol Live(int eventId, int version, long at, byte[] payload) =>
        new(SymbolOrigin.Live, eventId, version, new TraceTicks(at), payload);

    private readonly record struct ChosenMethod(MethodRecord Method, MethodRecord? Unload, long Since, uint SizeBytes);
}
