using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Snapshots;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;
using Contrail.Core.Triggers;
using Contrail.Sources;

namespace Contrail.GoTrace;

/// <summary>A Go trace being recorded.</summary>
internal sealed class GoTraceTarget : OpenRecordingSource
{
    /// <summary>
    /// The tables of a generation are written after its end, which takes some tenths of a millisecond.
    /// </summary>
    private const int TablesPerSecond = 50;

    private readonly IGoTraceFeed _feed;
    private readonly TimeSpan _snapshotWait;

    public GoTraceTarget(
        IGoTraceFeed feed, TraceRecording recording, RecordingConsumer consumer, IDrain drain, TimeSpan snapshotWait,
        IStreamObserver observer, ILaneFile laneFile)
        : base(recording, consumer, new GoTraceAssembler(laneFile), drain)
    {
        _feed = feed;
        _snapshotWait = snapshotWait;
        Observer = observer;
    }

    /// <summary>What the machine shows of the program; null where nothing of it is to be recorded.</summary>
    public GoMachine? Machine { private get; init; }

    /// <inheritdoc/>
    public override TraceTicks Now => _feed.ClockAt(Time.GetTimestamp()) ?? Recording.Latest ?? default;

    /// <inheritdoc/>
    public override TraceTicks HeldUntil => Recording.Latest ?? Now;

    /// <inheritdoc/>
    public override bool IsSuspended => false;

    /// <inheritdoc/>
    public override ProcessFacts Process =>
        Machine is { Pid: > 0 and var pid } ? _feed.Process with { Id = pid } : _feed.Process;

    /// <inheritdoc/>
    public override SourceEnd? End => MainDrain.Ended.IsCompleted ? _feed.End : null;

    /// <inheritdoc/>
    public override string? LastError => _feed.Trouble
        ?? (Machine?.Refusal is { } refusal ? $"No CPU samples and figures: {refusal.Because}" : null);

    /// <inheritdoc/>
    public override CpuSampling? CpuSampling => Machine?.Sampling;

    /// <inheritdoc/>
    public override bool IsConnected => _feed.IsConnected;

    /// <inheritdoc/>
    public override TimeSpan? Lag => _feed.Lag;

    /// <inheritdoc/>
    public override TimeSpan ArrivalLag => _feed.Lag ?? TimeSpan.Zero;

    /// <inheritdoc/>
    public override IStreamObserver? Observer { get; }

    /// <inheritdoc/>
    public override long ReconnectCount => _feed.ReconnectCount;

    /// <inheritdoc/>
    /// <remarks>Events are not counted; a service that runs writes a generation a second.</remarks>
    public override long ActivityOf(RecordingCounts counts) => counts.Latest?.Value ?? 0;

    /// <inheritdoc/>
    public override void ReadQuickly(TimeSpan duration) => Machine?.ReadQuickly(duration);

    /// <inheritdoc/>
    public override RequestCoverage? AwaitRequest(CancellationToken cancellationToken)
    {
        long requestedAt = Time.GetTimestamp();
        TraceTicks? held = Recording.Latest;
        bool passed = WaitUntil(() => HasPassed(requestedAt, held), _snapshotWait, cancellationToken);

        // Only now is the end of the window known.
        Machine?.Complete(HeldUntil);
        if (passed && MainDrain.Ended.IsCompleted && !HasPassed(requestedAt, held))
        {
            // What a broken connection had not brought is missing, up to a generation and more.
            return _feed.Ended == StreamEnd.Broken ? RequestCoverage.Torn : RequestCoverage.Flushed;
        }

        return passed ? RequestCoverage.Flushed : RequestCoverage.TimedOut;
    }

    /// <inheritdoc/>
    public override SnapshotFacts Describe(SnapshotFacts facts) => facts with
    {
        Process = Process,
        Host = Machine is { Pid: > 0 }
            ? new HostFacts(Environment.MachineName, Environment.ProcessorCount)
            : _feed.Host,
        Sessions = [_feed.Line, .. Machine?.LinesSince(Recording.Counts().Start ?? default) ?? []],
        NativeNames = Machine?.Names,
        LanesMissingBecause = Machine?.Refusal?.Because,
        Anchor = _feed.ClockAt(Time.GetTimestamp()) is { } now ? (now, Time.GetUtcNow().UtcDateTime) : null,
    };

    /// <inheritdoc/>
    public override void Dispose()
    {
        Machine?.Dispose();
        _feed.Close();
        MainDrain.Close();
    }

    // Only complete generations can be written. Where the trace's clock is unknown, the next one is awaited.
    private bool HasPassed(long requestedAt, TraceTicks? held)
    {
        if (Recording.Latest is not { } latest)
        {
            return false;
        }

        return _feed.ClockAt(requestedAt) is { } moment
            ? latest.Since(moment) >= Recording.Counts().TicksPerSecond / TablesPerSecond
            : latest != held;
    }
}
