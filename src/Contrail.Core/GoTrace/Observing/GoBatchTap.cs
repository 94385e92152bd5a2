using Contrail.Core.GoTrace.Wire;

namespace Contrail.Core.GoTrace.Observing;

/// <summary>
/// Passes copies of the batches of complete generations from the thread that reads a stream to one that observes them.
/// The reading thread never waits for the other: what does not fit is counted and not copied. Thread-safe.
/// </summary>
internal sealed class GoBatchTap
{
    private readonly Lock _lock = new();
    private TappedGeneration _filling = new();
    private TappedGeneration? _ready;
    private TappedGeneration? _spare;
    private volatile bool _isUsed;
    private long _missedCount;

    /// <summary>Whether batches are copied; any thread may change it.</summary>
    public bool IsUsed
    {
        get => _isUsed;
        set => _isUsed = value;
    }

    /// <summary>Batches that were not copied, because they did not fit or the other thread was too slow.</summary>
    public long MissedCount => Interlocked.Read(ref _missedCount);

    /// <summary>Copies a batch of the generation that arrives. Only the reading thread calls it.</summary>
    public void Add(in GoBatch batch)
    {
        if (_isUsed && !_filling.TryAdd(batch))
        {
            Interlocked.Increment(ref _missedCount);
        }
    }

    /// <summary>Ends the generation, which is complete. Only the reading thread calls it.</summary>
    public void End(long ticksPerSecond)
    {
        if (!_isUsed)
        {
            Restart();
            return;
        }

        _filling.TicksPerSecond = ticksPerSecond;
        lock (_lock)
        {
            if (_ready is null)
            {
                (_ready, _filling, _spare) = (_filling, _spare ?? new TappedGeneration(), null);
                return;
            }
        }

        Interlocked.Add(ref _missedCount, _filling.Events.Count);
        Restart();
    }

    /// <summary>
    /// Drops what has arrived of a generation: nothing is known of the time until the next. Only the reading thread
    /// calls it.
    /// </summary>
    public void Restart()
    {
        _filling.Clear();
        _filling.FollowsGap = true;
    }

    /// <summary>Returns the next complete generation; null if there is none. <see cref="Return"/> it.</summary>
    public TappedGeneration? Take()
    {
        lock (_lock)
        {
            TappedGeneration? taken = _ready;
            _ready = null;
            return taken;
        }
    }

    /// <summary>Frees a generation that was taken.</summary>
    public void Return(TappedGeneration taken)
    {
        taken.Clear();
        lock (_lock)
        {
            _spare = taken;
        }
    }
}
