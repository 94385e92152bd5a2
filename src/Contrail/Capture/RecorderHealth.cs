
namespace Contrail;

/// <summary>How a recorder is doing, at one moment.</summary>
public sealed record RecorderHealth
{
    /// <summary>Where it stands.</summary>
    public required RecorderState State { get; init; }

    /// <summary>The period and the limit of memory in force; those of the last start.</summary>
    public required (TimeSpan Period, long MaxBytes) Committed { get; init; }

    /// <summary>The process that is recorded; null when stopped.</summary>
    public ProcessFacts? Process { get; init; }

    /// <summary>What is recorded now, since when and why; null when stopped, or where it cannot be chosen.</summary>
    public ActiveProfile? Profile { get; init; }

    /// <summary>Memory held for the source, as allocated.</summary>
    public long HeldBytes { get; init; }

    /// <summary>How much history is held now; silence counts.</summary>
    public TimeSpan Window { get; init; }

    /// <summary>Bytes that have come since the start.</summary>
    public long StreamBytes { get; init; }

    /// <summary>How fast they came, on average over the window that is held now.</summary>
    public double BytesPerSecond { get; init; }

    /// <summary>For how long the recorder has been handling what it read last; 0 while it waits for more.</summary>
    public TimeSpan PumpLag { get; init; }

    /// <summary>
    /// How far what has arrived was behind what the source had written, when it was looked at last; 0 when it kept up.
    /// Null where that is unknown: of a stream, while nothing arrives, or before the first look. What has not arrived
    /// is in the memory of the recorded process.
    /// </summary>
    public TimeSpan? SourceLag { get; init; }

    /// <summary>Bytes that have come and wait to be read.</summary>
    public int PendingBytes { get; init; }

    /// <summary>Events that have come since the start.</summary>
    public long EventCount { get; init; }

    /// <summary>Generations evicted since the start, for age or memory.</summary>
    public long EvictedGenerationCount { get; init; }

    /// <summary>Losses since the start, by reason.</summary>
    public IReadOnlyDictionary<LossReason, long> Losses { get; init; } = new Dictionary<LossReason, long>();

    /// <summary>Snapshots written since the recorder was made.</summary>
    public long SnapshotCount { get; init; }

    /// <summary>Snapshots that could not be written.</summary>
    public long FailedSnapshotCount { get; init; }

    /// <summary>Snapshots given up by who had asked for them, or by a stop.</summary>
    public long CanceledSnapshotCount { get; init; }

    /// <summary>
    /// Whether the source is connected: false when stopped, and while a lost source is connected to again. It remains
    /// true after a source ended that is not connected to again.
    /// </summary>
    public bool IsConnected { get; init; }

    /// <summary>How often a lost source was connected to again since the start.</summary>
    public long ReconnectCount { get; init; }

    /// <summary>How the source ended, in a few words; null while it has not.</summary>
    public string? EndedHow { get; init; }

    /// <summary>What went wrong last, with a snapshot and with the source; null if nothing did.</summary>
    public string? LastError { get; init; }
}
