namespace Contrail.Core.Triggers;

/// <summary>
/// Counts what happened within a time, exactly up to its capacity. Times never decrease. Not safe for concurrent use.
/// </summary>
internal sealed class SlidingCount
{
    private readonly Queue<long> _times = [];
    private readonly long _windowNanoseconds;
    private readonly int _capacity;

    /// <param name="windowNanoseconds">What is as old as this no longer counts.</param>
    /// <param name="capacity">The largest count; 8 bytes each.</param>
    public SlidingCount(long windowNanoseconds, int capacity)
    {
        _windowNanoseconds = windowNanoseconds;
        _capacity = Math.Max(capacity, 1);
    }

    /// <summary>The count at a time.</summary>
    public int At(long now)
    {
        while (_times.TryPeek(out long oldest) && now - oldest >= _windowNanoseconds)
        {
            _times.Dequeue();
        }

        return _times.Count;
    }

    /// <summary>Adds one at a time and returns the count.</summary>
    public int Add(long now)
    {
        if (At(now) == _capacity)
        {
            _times.Dequeue();
        }

        _times.Enqueue(now);
        return _times.Count;
    }
}
