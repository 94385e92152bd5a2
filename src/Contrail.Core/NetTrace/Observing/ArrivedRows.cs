using System.Collections.Concurrent;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Observing;

/// <summary>
/// Passes the rows of a stream from the thread that reads it to the one that observes it: they show which events exist.
/// Thread-safe, and no thread waits for another.
/// </summary>
internal sealed class ArrivedRows
{
    /// <summary>A stream has some hundreds; those of the last turns wait here.</summary>
    public const int MaxCount = 10_000;

    private readonly ConcurrentQueue<MetadataRow> _rows = new();
    private volatile bool _isIncomplete;

    /// <summary>Whether rows are missing because they were too many: then an absence shows nothing.</summary>
    public bool IsIncomplete => _isIncomplete;

    /// <summary>Adds a row.</summary>
    public void Add(MetadataRow row)
    {
        if (_rows.Count < MaxCount)
        {
            _rows.Enqueue(row);
        }
        else
        {
            _isIncomplete = true;
        }
    }

    /// <summary>Removes a row and returns it; null if none is left.</summary>
    public MetadataRow? Take() => _rows.TryDequeue(out MetadataRow? row) ? row : null;
}
