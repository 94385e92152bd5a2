
namespace Contrail;

/// <summary>How a recorder is set up. A value: it does not change.</summary>
public sealed record FlightRecorderOptions
{
    /// <summary>
    /// How much history a snapshot covers at least, memory allowing; 10 seconds if not said. 0 keeps just the newest
    /// complete generation, about a second.
    /// </summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The most memory for everything kept of the source, in bytes; 10 MiB if not said. It wins over the period. The
    /// newest complete generation is kept also where it alone is more.
    /// </summary>
    public long MaxBytes { get; init; } = 10 << 20;

    /// <summary>Where <see cref="FlightRecorder.SnapshotAsync"/> puts snapshots; null if it is not used.</summary>
    public ISnapshotSink? Sink { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Period, TimeSpan.Zero, nameof(Period));
        ArgumentOutOfRangeException.ThrowIfNegative(MaxBytes, nameof(MaxBytes));
    }
}
