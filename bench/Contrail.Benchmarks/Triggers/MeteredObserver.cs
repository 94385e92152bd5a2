using Contrail.Core.Triggers;

namespace Contrail.Benchmarks.Triggers;

/// <summary>
/// Measures the CPU time of the thread that observes and decides: it takes at the beginning of each turn, so the time
/// between two is that of a whole turn. Thread-safe.
/// </summary>
/// <param name="observer">What is measured.</param>
internal sealed class MeteredObserver(IStreamObserver observer) : IStreamObserver
{
    private volatile bool _isMeasured;
    private long _last = long.MaxValue;
    private long _nanoseconds;

    /// <summary>CPU time since <see cref="Begin"/>, without the turn that has not ended.</summary>
    public long Nanoseconds => Interlocked.Read(ref _nanoseconds);

    /// <inheritdoc/>
    public long MissedCount => observer.MissedCount;

    /// <summary>Begins to measure with the next turn.</summary>
    public void Begin() => _isMeasured = true;

    /// <inheritdoc/>
    public void Use(IEnumerable<SignalCondition> conditions) => observer.Use(conditions);

    /// <inheritdoc/>
    public void Take(ICollection<Observation> observations)
    {
        long now = CpuTime.OfThread;
        Interlocked.Add(ref _nanoseconds, Math.Max(0, now - _last));
        _last = _isMeasured ? now : long.MaxValue;
        observer.Take(observations);
    }
}
