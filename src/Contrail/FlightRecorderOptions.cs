using Contrail.Triggers;

namespace Contrail;

/// <summary>Configures a <see cref="FlightRecorder"/>. Immutable.</summary>
/// <example>
/// <code>
/// FlightRecorderOptions halfAMinute = new()
/// {
///     Period = TimeSpan.FromSeconds(30),
///     MaxBytes = 64 &lt;&lt; 20,
///     Sink = new DirectorySink(folder),
/// };
/// </code>
/// </example>
public sealed record FlightRecorderOptions
{
    /// <summary>
    /// Gets the minimum history that a snapshot covers if memory allows. 0 keeps only the newest complete generation,
    /// about 1 second. Default: 10 seconds.
    /// </summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Gets the maximum memory for recorded data, in bytes. It takes precedence over the period; the newest complete
    /// generation is kept even if it is larger. Default: 10 MiB.
    /// </summary>
    public long MaxBytes { get; init; } = 10 << 20;

    /// <summary>Gets the destination of <see cref="FlightRecorder.SnapshotAsync"/>; null if it is not used.</summary>
    public ISnapshotSink? Sink { get; init; }

    /// <summary>What to watch for; null for nothing.</summary>
    internal TriggerPlan? Plan { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Period, TimeSpan.Zero, nameof(Period));
        ArgumentOutOfRangeException.ThrowIfNegative(MaxBytes, nameof(MaxBytes));
    }
}
