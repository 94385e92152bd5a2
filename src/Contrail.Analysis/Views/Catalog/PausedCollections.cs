using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// Adds up the pauses of each collection while a trace is read. The record of a pause is not far from that of its
/// collection: only the latest collections are kept. Not safe for concurrent use.
/// </summary>
/// <param name="settle">Receives each collection with its pauses in nanoseconds; null if none is known.</param>
internal sealed class PausedCollections(Action<Collection, long?> settle)
{
    /// <summary>How many collections are kept.</summary>
    public const int MaxKept = 10_000;

    private readonly Dictionary<long, Entry> _entries = [];
    private readonly Queue<long> _numbers = [];

    /// <summary>Adds a pause to the collection that took most of it.</summary>
    public void Add(in Pause pause)
    {
        if (pause.Collections is [var main, ..])
        {
            Entry entry = Find(main.Number);
            entry.Nanoseconds = (entry.Nanoseconds ?? 0) + pause.Range.Nanoseconds;
        }
    }

    /// <summary>Adds a collection.</summary>
    public void Add(in Collection collection)
    {
        if (collection.Number is { } number && Find(number) is { Collection: null } entry)
        {
            entry.Collection = collection;
        }
        else
        {
            settle(collection, null);
        }
    }

    /// <summary>Hands over the collections that are kept.</summary>
    public void Complete()
    {
        while (_numbers.Count > 0)
        {
            SettleFirst();
        }
    }

    private Entry Find(long number)
    {
        if (_entries.TryGetValue(number, out Entry? known))
        {
            return known;
        }

        if (_numbers.Count == MaxKept)
        {
            SettleFirst();
        }

        Entry entry = new();
        _entries.Add(number, entry);
        _numbers.Enqueue(number);
        return entry;
    }

    private void SettleFirst()
    {
        _entries.Remove(_numbers.Dequeue(), out Entry? first);
        if (first is { Collection: { } collection, Nanoseconds: var nanoseconds })
        {
            settle(collection, nanoseconds);
        }
    }

    private sealed class Entry
    {
        public Collection? Collection { get; set; }

        public long? Nanoseconds { get; set; }
    }
}
