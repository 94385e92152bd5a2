using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Observing;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Snapshots;
using Contrail.Core.NetTrace.Symbols;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;
using Contrail.Core.Triggers;
using Contrail.Machine.Bursts;
using Contrail.Sources;

namespace Contrail.Tests.Support;

/// <summary>A source whose bytes a test sends; opened as often as recorders start it.</summary>
internal sealed class FakeSource : RecordingSource
{
    /// <summary>A source whose stream has passed every request already, so that no snapshot waits for it.</summary>
    public static FakeSource InTime() => new() { Clock = () => default };

    /// <summary>The streams opened so far.</summary>
    public List<FakeStream> Streams { get; } = [];

    public FakeStream Stream => Streams[^1];

    /// <summary>Its description of its process.</summary>
    public ProcessFacts Process { get; init; } = ProcessFacts.Unknown;

    /// <summary>Writes a marker and returns its number, if the source supports markers.</summary>
    public Func<long?> WriteMarker { get; set; } = () => null;

    /// <summary>The clock of its trace; null for that of the recorder.</summary>
    public Func<TraceTicks>? Clock { get; set; }

    /// <summary>Whether it flushes although nothing arrives; null if that cannot be seen.</summary>
    public Func<bool>? HasFlushed { get; set; } = () => true;

    /// <summary>Is called when a snapshot reads what the machine shows.</summary>
    public Action CompletingLanes { get; set; } = static () => { };

    /// <summary>Makes what takes bursts for a recording; null for none.</summary>
    public Func<TraceRecording, TargetBursts?> MakeBursts { get; set; } = static _ => null;

    /// <summary>How its process ended, once the stream has.</summary>
    public bool? HasExitedCleanly { get; set; }

    /// <summary>What is recorded; null if that cannot be chosen.</summary>
    public ActiveProfile? Profile { get; set; }

    /// <summary>Whether the events of a condition are requested.</summary>
    public Func<SignalCondition, bool> IsRequested { get; set; } = _ => true;

    /// <summary>Receives for how long figures are to be read quickly.</summary>
    public Action<TimeSpan> ReadQuickly { get; set; } = _ => { };

    /// <summary>The fault that occurs meanwhile; null for none.</summary>
    public string? Trouble { get; set; }

    /// <summary>The fault that occurs on opening; null for none.</summary>
    public Exception? Failure { get; set; }

    internal override IReadOnlyCollection<SignalKind> ObservedSignals =>
        [.. base.ObservedSignals, SignalKind.Death, SignalKind.UnhandledException, .. NetTraceObserver.Signals];

    internal override OpenRecordingSource Open(ISourceHost host)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        Streams.Add(new FakeStream());
        EventTap tap = new();
        NetTraceFormat format = new(1 << 20, tap: tap);
        TraceRecording recording = host.CreateRing(new RecordedFormat(format, NetTraceSplitter.MaxFrameBytes));
        RecordingConsumer consumer = new(recording, host.Time, now: () => Now(host.Time));
        return new Opened(this, recording, consumer, host.Drain("fake", Stream, consumer))
        {
            StreamObserver = new NetTraceObserver(tap, () => format.Trace),
        };
    }

    private TraceTicks Now(TimeProvider time) => Clock?.Invoke() ?? new TraceTicks(time.GetTimestamp());

    /// <summary>Waits for what is sent, and ends when it is closed.</summary>
    internal sealed class FakeStream : IChunkStream
    {
        private readonly Queue<byte[]> _sent = new();
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _ended;

        public Task Closed => _closed.Task;

        public int PendingBytes { get; set; }

        public void Send(byte[] bytes)
        {
            lock (_sent)
            {
                _sent.Enqueue(bytes);
                Monitor.PulseAll(_sent);
            }
        }

        public void End()
        {
            lock (_sent)
            {
                _ended = true;
                Monitor.PulseAll(_sent);
            }
        }

        public int Read(Span<byte> destination)
        {
            lock (_sent)
            {
                while (_sent.Count == 0 && !_ended)
                {
                    Monitor.Wait(_sent);
                }

                if (_sent.Count == 0 || _closed.Task.IsCompleted)
                {
                    return 0;
                }

                byte[] next = _sent.Dequeue();
                next.CopyTo(destination);
                return next.Length;
            }
        }

        public void Close()
        {
            _closed.TrySetResult();
            End();
        }
    }

    private sealed class Opened(
        FakeSource source, TraceRecording recording, RecordingConsumer consumer, IDrain drain)
        : OpenRecordingSource(recording, consumer, new NetTraceAssembler(
            new SymbolTable(SymbolTable.MinCapacityBytes)), drain)
    {
        public override TraceTicks Now => source.Now(Time);

        public override TargetBursts? Bursts { get; } = source.MakeBursts(recording);

        public override void CompleteLanes(TraceTicks moment) => source.CompletingLanes();

        public override IStreamObserver? Observer => StreamObserver;

        public required IStreamObserver StreamObserver { private get; init; }

        public override ActiveProfile? Profile => source.Profile;

        public override bool Requests(SignalCondition condition) => source.IsRequested(condition);

        public override bool? HasExitedCleanly => MainDrain.Ended.IsCompleted ? source.HasExitedCleanly : null;

        public override bool IsSuspended => false;

        public override ProcessFacts Process => source.Process;

        public override long? TryWriteMarker() => source.WriteMarker();

        public override Func<bool>? WatchFlush() => source.HasFlushed;

        public override string? LastError => source.Trouble;

        public override void ReadQuickly(TimeSpan duration) => source.ReadQuickly(duration);

        public override SourceEnd? End =>
            MainDrain.Ended.IsCompleted ? new SourceEnd(RecordingEnd.Unknown, "it ended") : null;

        public override SnapshotFacts Describe(SnapshotFacts facts) => facts;

        public override void Dispose() => MainDrain.Close();
    }
}
