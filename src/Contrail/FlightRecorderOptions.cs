using Contrail.Core.Ring;
using Contrail.Snapshots;
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

    /// <summary>
    /// Gets the minimum time for which the operating system's figures are kept, where the source records them: at least
    /// <see cref="Period"/>, so that a snapshot can contain hours of figures and seconds of events. They take at most
    /// an eighth of <see cref="MaxBytes"/>, or two segments of memory; an hour of one process takes 2 to 3 MiB. When
    /// that is used up, the oldest figures are evicted first; when <see cref="MaxBytes"/> is, the oldest events are.
    /// Default: null, as long as events.
    /// </summary>
    public TimeSpan? FiguresPeriod { get; init; }

    /// <summary>Gets the destination of <see cref="FlightRecorder.SnapshotAsync"/>; null if it is not used.</summary>
    public ISnapshotSink? Sink { get; init; }

    /// <summary>
    /// Gets when the recorder takes snapshots by itself, into <see cref="Sink"/>. Default: never. What it needs to
    /// observe has to be recorded: see the profile of the source.
    /// </summary>
    public IReadOnlyList<Trigger> Triggers { get; init; } = [];

    /// <summary>
    /// Gets what receives the lines of the action <c>log</c>, and why other actions failed, on a thread of the
    /// recorder; null, the default, for nothing.
    /// </summary>
    public Action<string>? TriggerLog { get; init; }

    /// <summary>What to watch for, for a caller that takes the snapshots; null for <see cref="Triggers"/>.</summary>
    internal TriggerPlan? Plan { get; init; }

    /// <summary>Prepares the triggers for a source; null without any.</summary>
    /// <param name="source">What is recorded.</param>
    /// <param name="take">Takes a snapshot.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="SourceUnavailableException">A trigger cannot fire for this source.</exception>
    internal RecorderTriggers? TriggersFor(
        RecordingSource source, Func<SnapshotRequest, Task<SavedSnapshot>> take, TimeProvider time) =>
        Triggers.Count == 0
            ? RecorderTriggers.For(Plan, source, Period)
            : RecorderTriggers.For(
                new TriggerSnapshots(Triggers, take, TriggerLog ?? (static _ => { }), time), source, Period);

    /// <summary>What a recording may hold.</summary>
    internal RecordingLimits Limits => new(Period, MaxBytes) { FiguresPeriod = FiguresPeriod };

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Period, TimeSpan.Zero, nameof(Period));
        ArgumentOutOfRangeException.ThrowIfNegative(MaxBytes, nameof(MaxBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(FiguresPeriod ?? Period, Period, nameof(FiguresPeriod));
        ArgumentNullException.ThrowIfNull(Triggers, nameof(Triggers));
        if (Triggers.Count > 0 && Sink is null)
        {
            throw new ArgumentException("Triggers require a sink: set Sink.", nameof(Triggers));
        }

        if (Triggers.DistinctBy(one => one.Name).Count() < Triggers.Count)
        {
            throw new ArgumentException("Two triggers have the same name.", nameof(Triggers));
        }
    }
}
