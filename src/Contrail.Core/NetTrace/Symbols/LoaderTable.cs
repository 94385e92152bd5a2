using System.Diagnostics;
using Contrail.Core.NetTrace.Events;

namespace Contrail.Core.NetTrace.Symbols;

/// <summary>
/// Known modules, assemblies and application domains: the events of each in the order of time. A process has hundreds
/// of them, and hundreds of thousands of methods. Not thread-safe.
/// </summary>
internal sealed class LoaderTable
{
    private readonly Dictionary<HolderKey, HolderFacts> _byHolder = [];
    private int _moduleUnloadCount;
    private int _unloadedCount;

    public long HeldBytes { get; private set; }

    public bool HasModuleUnloads => _moduleUnloadCount > 0;

    /// <summary>Until when an evicted item existed; <see cref="long.MinValue"/> if nothing was evicted.</summary>
    public long ForgottenUntil { get; private set; } = long.MinValue;

    public void Add(LoaderFact fact)
    {
        if (!_byHolder.TryGetValue(fact.Holder, out HolderFacts? facts))
        {
            facts = new HolderFacts();
            _byHolder.Add(fact.Holder, facts);
        }

        _unloadedCount -= facts.IsUnloaded ? 1 : 0;
        if (facts.Add(fact) is { } replaced)
        {
            Count(replaced, -1);
        }

        _unloadedCount += facts.IsUnloaded ? 1 : 0;
        Count(fact, 1);
    }

    /// <summary>Notes that an event about a holder was dropped for memory.</summary>
    public void ForgetUnseen() => ForgottenUntil = long.MaxValue;

    /// <summary>The next unload of a module after a moment; <see cref="long.MaxValue"/> without one.</summary>
    public long FirstModuleUnloadAfter(ulong moduleId, long at) =>
        _byHolder.TryGetValue(new HolderKey(HolderKind.Module, moduleId), out HolderFacts? facts)
            ? facts.FirstUnloadAfter(at)
            : long.MaxValue;

    /// <summary>The events of one holder, oldest first.</summary>
    public IReadOnlyList<LoaderFact> Of(HolderKey holder) =>
        _byHolder.TryGetValue(holder, out HolderFacts? facts) ? facts.OldestFirst : [];

    /// <summary>
    /// The event that describes a module at a moment: the last before that moment, otherwise the first after it; one
    /// that contains the symbol file's id if possible. Null for an unknown module.
    /// </summary>
    public LoaderFact? ModuleAt(ulong moduleId, long at)
    {
        if (!_byHolder.TryGetValue(new HolderKey(HolderKind.Module, moduleId), out HolderFacts? facts))
        {
            return null;
        }

        LoaderFact? before = null;
        LoaderFact? after = null;
        foreach (LoaderFact fact in facts.OldestFirst)
        {
            bool hasPdb = fact.EventId != RuntimeEventId.DomainModuleLoad;
            if (fact.At <= at)
            {
                before = fact.IsUnload ? null : before is null || hasPdb ? fact : before;
            }
            else if (after is not { IsUnload: true })
            {
                after = after is null || hasPdb ? fact : after;
            }
        }

        return before ?? after;
    }

    /// <summary>Every holder with an event.</summary>
    public IEnumerable<HolderKey> Holders => _byHolder.Keys;

    /// <summary>Drops what was unloaded before a moment, the unload too.</summary>
    public void ForgetBefore(long windowStart)
    {
        foreach ((HolderKey holder, HolderFacts facts) in _byHolder)
        {
            bool wasUnloaded = facts.IsUnloaded;
            foreach (LoaderFact dropped in facts.DropBefore(windowStart))
            {
                Count(dropped, -1);
            }

            if (facts.OldestFirst.Count == 0)
            {
                // Removing the current element does not disturb the enumeration.
                _byHolder.Remove(holder);
                _unloadedCount -= wasUnloaded ? 1 : 0;
            }
        }
    }

    /// <summary>Drops unloaded holders, whenever that was; returns how many.</summary>
    public int ForgetUnloaded()
    {
        int unloadedCount = _unloadedCount;
        if (unloadedCount == 0)
        {
            return 0;
        }

        foreach ((HolderKey holder, HolderFacts facts) in _byHolder)
        {
            if (facts.IsUnloaded)
            {
                ForgottenUntil = Math.Max(ForgottenUntil, facts.OldestFirst[^1].At);
                facts.OldestFirst.ForEach(fact => Count(fact, -1));
                _byHolder.Remove(holder);
            }
        }

        _unloadedCount = 0;
        Debug.Assert(!Holders.Any(holder => _byHolder[holder].IsUnloaded), "All unloaded holders are dropped.");
        return unloadedCount;
    }

    private void Count(LoaderFact fact, int sign)
    {
        HeldBytes += sign * fact.HeldBytes;
        _moduleUnloadCount += fact is { IsUnload: true, Holder.Kind: HolderKind.Module } ? sign : 0;
        Debug.Assert(HeldBytes >= 0, "More memory of facts is released than was taken.");
        Debug.Assert(_moduleUnloadCount >= 0, "More unloads are dropped than were added.");
    }
}
