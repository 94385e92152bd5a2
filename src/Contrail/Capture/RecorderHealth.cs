
namespace Contrail;

/// <summary>Reports the state and counters of a recorder at one moment. Immutable.</summary>
public sealed record RecorderHealth
{
    /// <summary>Gets the state.</summary>
    public required RecorderState State { get; init; }

    /// <summary>Gets the minimum history of a snapshot, as set at the last start.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Gets the memory limit in bytes, as set at the last start.</summary>
    public required long MaxBytes { get; init; }

    /// <summary>Gets the recorded process; null when stopped.</summary>
    public ProcessFacts? Process { get; init; }

    /// <summary>Gets the active profile; null when stopped, or for a source without profiles.</summary>
    public ActiveProfile? Profile { get; init; }

    /// <summary>
    /// Gets whether processors are sampled; null when stopped, and if samples were not requested or the process is not
    /// visible.
    /// </summary>
    public CpuSampling? CpuSampling { get; init; }

    /// <summary>Gets the latest burst of <see cref="EventPipeOptions.CpuBurst"/>; null if none was taken.</summary>
    public CpuBurst? CpuBurst { get; init; }

    /// <summary>Gets the allocated memory for recorded data, in bytes.</summary>
    public long HeldBytes { get; init; }

    /// <summary>Gets the length of the held history, including time without events.</summary>
    public TimeSpan Window { get; init; }

    /// <summary>Gets the number of bytes received since the start.</summary>
    public long StreamBytes { get; init; }

    /// <summary>Gets the average rate of received bytes over <see cref="Window"/>.</summary>
    public double BytesPerSecond { get; init; }

    /// <summary>Gets the time since the recorder began to process the last chunk; 0 while it waits for data.</summary>
    public TimeSpan PumpLag { get; init; }

    /// <summary>
    /// Gets the lag between the source and the received data at the last measurement; 0 without a lag. Null if unknown:
    /// for a stream, while no data arrives, or before the first measurement. Data that has not arrived occupies memory
    /// of the recorded process.
    /// </summary>
    public TimeSpan? SourceLag { get; init; }

    /// <summary>Gets the number of received bytes that are not processed yet.</summary>
    public int PendingBytes { get; init; }

    /// <summary>Gets the number of events received since the start.</summary>
    public long EventCount { get; init; }

    /// <summary>Gets the number of generations evicted since the start, by age or memory limit.</summary>
    public long EvictedGenerationCount { get; init; }

    /// <summary>Gets the number of losses since the start, by reason.</summary>
    public IReadOnlyDictionary<LossReason, long> Losses { get; init; } = new Dictionary<LossReason, long>();

    /// <summary>
    /// Gets what is held and was lost of the records that are not in the stream, such as samples of processors; empty
    /// when stopped.
    /// </summary>
    public IReadOnlyList<LaneHealth> Lanes { get; init; } = [];

    /// <summary>Gets the number of snapshots written since the recorder was created.</summary>
    public long SnapshotCount { get; init; }

    /// <summary>Gets the number of snapshots that could not be written.</summary>
    public long FailedSnapshotCount { get; init; }

    /// <summary>Gets the number of snapshots canceled by their callers or by a stop.</summary>
    public long CanceledSnapshotCount { get; init; }

    /// <summary>
    /// Gets whether the source is connected: false when stopped, and while a lost connection is retried. Remains true
    /// after the end of a source that is not reconnected.
    /// </summary>
    public bool IsConnected { get; init; }

    /// <summary>Gets the number of reconnections since the start.</summary>
    public long ReconnectCount { get; init; }

    /// <summary>Gets how the source ended; null before its end.</summary>
    public string? EndedHow { get; init; }

    /// <summary>
    /// Gets why triggers or their actions do not work as they should, or what they did not observe; null if nothing is
    /// known.
    /// </summary>
    public string? TriggerError { get; init; }

    /// <summary>
    /// Gets the number of fields, events, counters and providers that conditions of triggers name and that the
    /// stream has not shown for some time: such a condition does not hold. A rare event may still arrive.
    /// </summary>
    public int MissingTriggerNameCount { get; init; }

    /// <summary>Gets the last error of a snapshot and of the source; null without one.</summary>
    public string? LastError { get; init; }
}
