using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Observing;

/// <summary>
/// Passes copies of chosen events from the thread that reads a stream to one that observes them. What does not fit is
/// counted and not copied. Thread-safe.
/// </summary>
/// <remarks>
/// The reading thread takes the lock once for all events of a block: once for each event costs it as much as reading
/// the event. The other thread has it only to exchange two references, so the reading thread does not wait for its
/// work. Measured by <c>bench/trigger-cost.sh</c>.
/// </remarks>
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
    public long MissedCount => Volatile.Read(ref _missedCount);

    /// <summary>Chooses the events to copy from now on. The function must not block; any thread may call it.</summary>
    public void Choose(Func<MetadataRow, bool> isChosen) => _choice = new Choice(isChosen);

    /// <summary>Whether events of a row are copied.</summary>
    public bool IsChosen(MetadataRow row) => _choice.IsChosen(row);

    /// <summary>Lets the reading thread add events until the result is disposed.</summary>
    public Lock.Scope Open() => _lock.EnterScope();

    /// <summary>Copies an event. Only the reading thread calls it, after <see cref="Open"/>.</summary>
    public void Add(MetadataRow row, in EventBlockReader reader)
    {
        if (!_filling.TryAdd(row, reader))
        {
            Volatile.Write(ref _missedCount, _missedCount + 1);
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
