using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.Ring;

/// <summary>The recorder allocates for a generation and a segment, never for a frame or an event.</summary>
public sealed class SteadyStateAllocationTests
{
    private const int WarmUpCount = 10;
    private const int FrameCount = 400;
    private const int AllFrames = WarmUpCount + (LeastAllocated.Rounds * FrameCount);
    private const int EventsAFrame = 20;

    /// <summary>A payload, and what ends the frame together with the envelope of the next.</summary>
    private const int PiecesAFrame = 2;

    private static readonly TraceObject Trace = new(DateTime.UnixEpoch, new TraceTicks(1), 1_000_000_000, 8, 1, 1, 0);

    [Fact]
    public void A_frame_that_begins_no_generation_allocates_nothing()
    {
        // 64 MiB: generations of a MiB, so that a thousand small frames fit into the one that is open.
        using TraceRecording recording = new(
            new NetTraceFormat(1 << 20), new RecordingLimits(TimeSpan.FromHours(1), 64 << 20), 1 << 20);
        List<byte[]> pieces = Pieces();
        int next = 0;
        for (; next < pieces.Count - (LeastAllocated.Rounds * FrameCount * PiecesAFrame); next++)
        {
            recording.Append(pieces[next]);
        }

        long allocated = LeastAllocated.Bytes(_ =>
        {
            for (int count = 0; count < FrameCount * PiecesAFrame; count++)
            {
                recording.Append(pieces[next++]);
            }
        });
        Assert.Equal(SourceState.Open, recording.Counts().Status);
        Assert.Equal(AllFrames * (long)EventsAFrame, recording.Counts().EventCount);
        Assert.Equal(0, allocated);
    }

    // A stream in pieces: what it begins with, some blocks to warm up, and those that count.
    private static List<byte[]> Pieces()
    {
        NetTraceWriter writer = new();
        writer.Begin(Trace);
        MetadataBlockBuilder rows = new(rowIdLast: 0);
        int metadataId = rows.OwnId(new OwnEvent("Contrail-Tests", 1, 0, "Something", 0, 4, []));
        writer.Block(NetTraceFrameKind.Metadata, Assert.Single(rows.Build(Trace.SyncTicks)));
        EventBlockBuilder events = new(captureThreadId: 77);
        for (int number = 0; number < AllFrames * EventsAFrame; number++)
        {
            events.Add(metadataId, 77, new TraceTicks(2 + number), [1, 2, 3, 4]);
            if ((number + 1) % EventsAFrame == 0)
            {
                writer.Block(NetTraceFrameKind.Events, Assert.Single(events.TakeBlocks()));
            }
        }

        return [.. writer.Parts.Select(part => part.ToArray())];
    }
}
