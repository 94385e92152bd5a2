using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Observing;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Snapshots;
using Contrail.Core.NetTrace.Symbols;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;
using Contrail.Core.Triggers;
using Contrail.Sources;

namespace Contrail.Benchmarks.Triggers;

/// <summary>
/// A source whose stream is replayed. Its clock is that of the stream, so that no request waits for it. Thread-safe.
/// </summary>
internal sealed class ReplayedSource : OpenRecordingSource
{
    // One-time events whose generations were evicted.
    private const long MaxRetainedBytes = 1 << 20;

    private ReplayedSource(
        TraceRecording recording, RecordingConsumer consumer, IDrain drain, IStreamObserver? observer)
        : base(recording, consumer, new NetTraceAssembler(new SymbolTable(SymbolTable.MinCapacityBytes)), drain) =>
        Observer = observer;

    /// <inheritdoc/>
    public override TraceTicks Now => Recording.Latest ?? default;

    /// <inheritdoc/>
    public override IStreamObserver? Observer { get; }

    /// <inheritdoc/>
    public override bool IsSuspended => false;

    /// <inheritdoc/>
    public override ProcessFacts Process { get; } = ProcessFacts.Unknown;

    /// <inheritdoc/>
    public override SourceEnd? End => null;

    /// <summary>Opens a source.</summary>
    /// <param name="create">Creates the ring.</param>
    /// <param name="drain">Drains the stream into a consumer.</param>
    /// <param name="time">The clock of the recorder.</param>
    /// <param name="observe">Returns what observes events, given the usual observer; null for no tap at all.</param>
    public static ReplayedSource Open(
        Func<RecordedFormat, TraceRecording> create,
        Func<IChunkConsumer, IDrain> drain,
        TimeProvider time,
        Func<IStreamObserver, IStreamObserver>? observe)
    {
        EventTap? tap = observe is null ? null : new EventTap();
        NetTraceFormat format = new(MaxRetainedBytes, tap: tap);
        TraceRecording recording = create(new RecordedFormat(format, NetTraceSplitter.MaxFrameBytes));
        RecordingConsumer consumer = new(recording, time, now: () => recording.Latest ?? default);
        IStreamObserver? observer = tap is null ? null : observe!(new NetTraceObserver(tap, () => format.Trace));
        return new ReplayedSource(recording, consumer, drain(consumer), observer);
    }

    /// <inheritdoc/>
    public override Func<bool>? WatchFlush() => () => true;

    /// <inheritdoc/>
    public override SnapshotFacts Describe(SnapshotFacts facts) => facts;

    /// <inheritdoc/>
    public override void Dispose() => MainDrain.Close();
}
