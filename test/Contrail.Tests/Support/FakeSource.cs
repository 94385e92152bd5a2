using System.Collections.Concurrent;
using System.Diagnostics;
using Contrail.Core.Formats;
using Contrail.Core.Formats.NetTrace;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;
using Contrail.Core.Snapshots.NetTrace;
using Contrail.Core.Symbols;
using Contrail.Sources;

namespace Contrail.Tests.Support;

/// <summary>A source whose bytes a test sends; opened as often as recorders start it.</summary>
internal sealed class FakeSource : Contrail.Sources.TraceSource
{
    /// <summary>The streams opened so far.</summary>
    public List<FakeStream> Streams { get; } = [];

    public FakeStream Stream => Streams[^1];

    internal override OpenSource Open(RecordingLimits limits, IDrainHost host)
    {
        Streams.Add(new FakeStream());
        TraceRecording recording = new(new NetTraceFormat(1 << 20), limits, NetTraceSplitter.FrameBytesMax);
        RecordingConsumer consumer = new(recording);
        return new Opened(recording, consumer, host.Drain("fake", Stream, consumer));
    }

    /// <summary>Waits for what is sent, and ends when it is closed.</summary>
    internal sealed class FakeStream : IChunkStream
    {
        private readonly BlockingCollection<byte[]> _sent = [];
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CancellationTokenSource _closing = new();

        public Task Closed => _closed.Task;

        public int PendingBytes => 0;

        public void Send(byte[] bytes) => _sent.Add(bytes);

        public void End() => _sent.CompleteAdding();

        public int Read(Span<byte> destination)
        {
            try
            {
                byte[] next = _sent.Take(_closing.Token);
                next.CopyTo(destination);
                return next.Length;
            }
            catch (Exception ended) when (ended is OperationCanceledException or InvalidOperationException)
            {
                return 0;
            }
        }

        public void Close()
        {
            _closing.Cancel();
            _closed.TrySetResult();
        }
    }

    private sealed class Opened(TraceRecording recording, RecordingConsumer consumer, IDrain drain)
        : OpenSource(recording, consumer, new NetTraceAssembler(new SymbolTable(SymbolTable.BytesMaxMin)), drain)
    {
        public override TraceTicks Now => new(Stopwatch.GetTimestamp());

        public override bool IsSuspended => false;

        public override ProcessFacts Process => ProcessFacts.Unknown;

        public override string? EndedHow => MainDrain.Ended.IsCompleted ? "it ended" : null;

        public override SnapshotFacts Describe(SnapshotFacts facts) => facts;

        public override void Dispose()
        {
            MainDrain.Close();
            Recording.Dispose();
        }
    }
}
