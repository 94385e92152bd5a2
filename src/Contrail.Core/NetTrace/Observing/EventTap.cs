using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Observing;

/// <summary>
/// Passes copies of chosen events from the thread that reads a stream to one that observes them. The reading thread
/// never waits for the other: what does not fit is counted and not copied. Thread-safe.
/// </summary>
internal sealed class EventTap
{
    private readonly Lock _lock = new();
    private TappedBatch _filling = new();
    private TappedBatch _taken = new();
    private volatile Choice _choice = new(_ => false);
    private long _missedCount;

    /// <summary>Which events are copied: another object after each <see cref="Choose"/>.</summary>
    public object Version => _choice;

    /// <summary>Events that were chosen and not copied, because the other thread was too slow for them.</summary>
    public long MissedCount => Interlocked.Read(ref _missedCount);

    /// <summary>Chooses the events to copy from now on. The function must not block; any thread may call it.</summary>
    public void Choose(Func<MetadataRow, bool> isChosen) => _choice = new Choice(isChosen);

    /// <summary>Whether events of a row are copied.</summary>
    public bool IsChosen(MetadataRow row) => _choice.IsChosen(row);

    /// <summary>Copies an event. Only the reading thread calls it.</summary>
    public void Add(MetadataRow row, in EventBlockReader reader)
    {
        bool isAdded;
        lock (_lock)
        {
            isAdded = _filling.TryAdd(row, reader);
        }

        if (!isAdded)
        {
            Interlocked.Increment(ref _missedCount);
        }
    }

    /// <summary>
    /// Returns the events that were copied since the last call, in the order of the stream. They are valid until the
    /// next call. Only one thread calls it.
    /// </summary>
    public TappedBatch Take()
    {
        _taken.Clear();
        lock (_lock)
        {
            (_filling, _taken) = (_taken, _filling);
        }

        return _taken;
    }

    private sealed record Choice(Func<MetadataRow, bool> IsChosen);
}
