namespace Contrail.Core.Symbols;

/// <summary>
/// What is known of modules, assemblies and application domains: each one's events in the order of time. There are
/// hundreds where there are hundreds of thousands of methods. Not safe for concurrent use.
/// </summary>
internal sealed class LoaderTable
{
    private readonly Dictionary<HolderKey, List<LoaderFact>> _byHolder = [];
    private int _moduleUnloadCount;

    public long HeldBytes { get; private set; }

    public bool KnowsModuleUnloads => _moduleUnloadCount > 0;

    public void Add(LoaderFact fact)
    {
        if (!_byHolder.TryGetValue(fact.Holder, out List<LoaderFact>? facts))
        {
            facts = [];
            _byHolder.Add(fact.Holder, facts);
        }

        int position = facts.Count;
        while (position > 0 && facts[position - 1].At > fact.At)
        {
            position--;
        }

        facts.Insert(position, fact);
        Count(fact, 1);
    }

    /// <summary>When a module was unloaded next after a moment; <see cref="long.MaxValue"/> if it was not.</summary>
    public long FirstModuleUnloadAfter(ulong moduleId, long at)
    {
        if (_byHolder.TryGetValue(new HolderKey(HolderKind.Module, moduleId), out List<LoaderFact>? facts))
        {
            foreach (LoaderFact fact in facts)
            {
                if (fact.IsUnload && fact.At > at)
                {
                    return fact.At;
                }
            }
        }

        return long.MaxValue;
    }

    /// <summary>The events of one holder, oldest first.</summary>
    public IReadOnlyList<LoaderFact> Of(HolderKey holder) =>
        _byHolder.TryGetValue(holder, out List<LoaderFact>? facts) ? facts : [];

    /// <summary>Every holder of which there is an event.</summary>
    public IEnumerable<HolderKey> Holders => _byHolder.Keys;

    /// <summary>Drops what was unloaded before a moment, the unload too.</summary>
    public void ForgetBefore(long windowStart)
    {
        foreach ((HolderKey holder, List<LoaderFact> facts) in _byHolder)
        {
            int lastUnload = facts.FindLastIndex(fact => fact.IsUnload && fact.At < windowStart);
            for (int index = 0; index <= lastUnload; index++)
            {
                Count(facts[index], -1);
            }

            facts.RemoveRange(0, lastUnload + 1);
            if (facts.Count == 0)
            {
                // Removing what is being looked at does not disturb the walk.
                _byHolder.Remove(holder);
            }
        }
    }

    /// <summary>Drops what is gone, whenever that was; says how many holders those were.</summary>
    public int ForgetGone()
    {
        int countBefore = _byHolder.Count;
        foreach ((HolderKey holder, List<LoaderFact> facts) in _byHolder)
        {
            if (facts[^1].IsUnload)
            {
                facts.ForEach(fact => Count(fact, -1));
                _byHolder.Remove(holder);
            }
        }

        return countBefore - _byHolder.Count;
    }

    private void Count(LoaderFact fact, int sign)
    {
        HeldBytes += sign * fact.HeldBytes;
        _moduleUnloadCount += fact is { IsUnload: true, Holder.Kind: HolderKind.Module } ? sign : 0;
    }
}
