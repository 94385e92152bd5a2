using Contrail.Core.Formats;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;
using Contrail.Core.Triggers;
using Contrail.Machine.Bursts;

namespace Contrail.Sources;

/// <summary>A source that is being recorded: what a recorder needs of any source. Thread-safe.</summary>
internal abstract class OpenRecordingSource : IDisposable
{
    protected OpenRecordingSource(
        TraceRecording recording, RecordingConsumer consumer, ISnapshotAssembler assembler, IDrain drain)
    {
        Recording = recording;
        Consumer = consumer;
        Assembler = assembler;
        MainDrain = drain;
    }

    /// <summary>What is held of its stream.</summary>
    public TraceRecording Recording { get; }

    /// <summary>Makes files of it.</summary>
    public ISnapshotAssembler Assembler { get; }

    /// <summary>The main stream.</summary>
    public IDrain MainDrain { get; }

    /// <summary>The clock of the recorder.</summary>
    public TimeProvider Time => Consumer.Time;

    private RecordingConsumer Consumer { get; }

    /// <summary>This moment, on the trace's clock.</summary>
    public abstract TraceTicks Now { get; }

    /// <summary>Up to when history is held while it records: silence counts, but not what is not whole yet.</summary>
    public virtual TraceTicks HeldUntil => Now;

    /// <summary>Whether the source is alive and cannot write: a process that was stopped.</summary>
    public abstract bool IsSuspended { get; }

    /// <summary>Completes the facts of a snapshot with those of the source.</summary>
    public abstract SnapshotFacts Describe(SnapshotFacts facts);

    /// <summary>The process that is recorded.</summary>
    public abstract ProcessFacts Process { get; }

    /// <summary>What is recorded now; null where that cannot be chosen.</summary>
    public virtual ActiveProfile? Profile => null;

    /// <summary>Whether processors are sampled for it; null if that was not requested.</summary>
    public virtual CpuSampling? CpuSampling => null;

    /// <summary>The latest failure of anything other than the recording itself; null if none.</summary>
    public virtual string? LastError => null;

    /// <summary>Whether there is a connection now: false while a lost source is connected to again.</summary>
    public virtual bool IsConnected => true;

    /// <summary>How often a lost source was connected to again.</summary>
    public virtual long ReconnectCount => 0;

    /// <summary>
    /// The lag of received data relative to what the source had written, at the last check; null if unknown.
    /// </summary>
    public virtual TimeSpan? Lag => null;

    /// <summary>What is known of how the source ended; null while it has not.</summary>
    public abstract SourceEnd? End { get; }

    /// <summary>Observes the stream for triggers; null if nothing in it can be observed.</summary>
    public virtual IStreamObserver? Observer => null;

    /// <summary>
    /// Whether the events that a condition of a trigger observes are requested now; true where that is not known.
    /// </summary>
    public virtual bool Requests(SignalCondition condition) => true;

    /// <summary>A number that changes whenever the stream shows that the source is active.</summary>
    public virtual long ActivityOf(RecordingCounts counts) => counts.EventCount;

    /// <summary>Whether the process ended as it intended; null while it is not known to have ended.</summary>
    public virtual bool? HasExitedCleanly => null;

    /// <summary>How long nothing has arrived while the recorder waited for it.</summary>
    public TimeSpan QuietFor =>
        MainDrain.PendingBytes > 0 || MainDrain.PausedFor > TimeSpan.Zero ? TimeSpan.Zero : Consumer.QuietFor;

    /// <summary>The age of the latest event when it arrived.</summary>
    public virtual TimeSpan ArrivalLag => Recording.Counts().TicksPerSecond is var perSecond and > 0
        ? TimeSpan.FromSeconds((double)Consumer.ArrivalLagTicks / perSecond)
        : TimeSpan.Zero;

    /// <summary>
    /// Writes our own event of this moment into the source's stream and gives its number; null where that cannot be
    /// done.
    /// </summary>
    public virtual long? TryWriteMarker() => null;

    /// <summary>
    /// Starts to watch whether the source flushes although nothing arrives; the result of it returns whether it has.
    /// Null where that cannot be seen.
    /// </summary>
    public virtual Func<bool>? WatchFlush() => null;

    /// <summary>
    /// Waits in the source's own way until what had happened when it was called can be written; null for sources whose
    /// stream is waited for as that of a runtime which flushes.
    /// </summary>
    public virtual RequestCoverage? AwaitRequest(CancellationToken cancellationToken) => null;

    /// <summary>
    /// Waits until the stream has passed a moment, or has ended; false if that did not happen in time. One caller at a
    /// time waits for any of this.
    /// </summary>
    public bool WaitUntilPassed(TraceTicks moment, TimeSpan timeout, CancellationToken cancellationToken) =>
        Consumer.WaitUntil(
            () => Recording.Latest is { } latest && latest >= moment, timeout, cancellationToken);

    /// <summary>The same for the marker of that number, or a later one.</summary>
    public bool WaitForMarker(long number, TimeSpan timeout, CancellationToken cancellationToken) =>
        Consumer.WaitUntil(() => Recording.LatestMarker >= number, timeout, cancellationToken);

    /// <inheritdoc cref="RecordingConsumer.WaitUntil"/>
    protected bool WaitUntil(Func<bool> hasCome, TimeSpan timeout, CancellationToken cancellationToken) =>
        Consumer.WaitUntil(hasCome, timeout, cancellationToken);

    /// <summary>
    /// Completes, before a freeze, what is recorded in addition to the stream, up to the moment of the request.
    /// </summary>
    public virtual void CompleteLanes(TraceTicks moment)
    {
        // Most sources have a stream only.
    }

    /// <summary>
    /// Reads the operating system's figures ten times a second for a limited time, as from a trigger to its snapshot.
    /// </summary>
    public virtual void ReadQuickly(TimeSpan duration)
    {
        // Most sources have a stream only.
    }

    /// <summary>Takes bursts before snapshots; null if none were requested.</summary>
    public virtual TargetBursts? Bursts => null;

    /// <summary>Waits, after a freeze, for the names of what is held, if they arrive separately.</summary>
    public virtual void WaitForNames(CancellationToken cancellationToken)
    {
        // Most sources bring everything in one stream.
    }

    /// <summary>
    /// Ends the source's sessions as politely as it lets us, and all draining. The recorder then releases the ring.
    /// </summary>
    public abstract void Dispose();
}
