using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Snapshots;
using Contrail.Core.NetTrace.Wire;
using Contrail.Tests.Support;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Core.Files;

/// <summary>What repair writes is complete, opens, and has everything from before the damage.</summary>
public sealed class RepairTests
{
    private static readonly FileEvent Tick = RuntimeEvents.Custom("Drawn", 1, "Tick");

    private const int Shortest = 12_000;

    public static TheoryData<string> Rows { get; } = [.. Mutations.All.Keys];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_fault_is_fixed_by_a_repair(string row)
    {
        byte[] file = Mutations.All[row]();
        bool wasComplete = Intake.Verify(file).IsComplete;
        (byte[] repaired, TraceRepair repair) = Intake.Repair(file);
        Assert.Equal(wasComplete, repair.WasComplete);
        if (repair.Refusal is null)
        {
            Assert.True(Intake.Verify(repaired).IsComplete);
            OfficialReading.Of(repaired);
        }
        else
        {
            Assert.Matches("^(VersionUnknown: a trace|TraceUnreadable: a (block|stopped clock))", row);
        }
    }

    [Fact]
    public void A_file_torn_at_any_byte_keeps_every_complete_frame_and_no_reader_counts_more_lost()
    {
        byte[] stream = Captures.Drawn().Torn()[..5000];
        for (int bytes = 112; bytes < stream.Length; bytes++)
        {
            ReadOnlySpan<byte> torn = stream.AsSpan(0, bytes);
            (byte[] repaired, TraceRepair repair) = Intake.Repair(torn);
            ReadBack before = ReadBack.Of(torn);
            Assert.Equal(before.Events, ReadBack.Of(repaired).StreamEvents);
            Assert.True(Intake.Verify(repaired).IsComplete);
            Assert.Equal((bytes, false), (repair.SourceBytes, repair.WasComplete));
            if (bytes % 41 == 0)
            {
                OfficialReading official = OfficialReading.Of(repaired);
                Assert.Equal(before.Events.Count + 1, official.Events.Count);
                byte[] ended = [.. stream.AsSpan(0, (int)repair.TornAt), 1];
                Assert.Equal(OfficialReading.Of(ended).EventsLost, official.EventsLost);
            }
        }
    }

    [Fact]
    public void The_repair_of_bytes_corrupted_anywhere_is_complete_and_opens()
    {
        byte[][] captures = [.. Captures.All.Select(name => Captures.Read(name.Data)[..Shortest])];
        Gen.Select(Gen.Int[0, captures.Length - 1], Gen.Select(Gen.Int[32, Shortest - 1], Gen.Byte).List[1, 4]).Sample(
            (which, hits) =>
            {
                byte[] file = [.. captures[which]];
                foreach ((int at, byte value) in hits)
                {
                    file[at] = value;
                }

                (byte[] repaired, TraceRepair repair) = Intake.Repair(file);
                if (repair.Refusal is null)
                {
                    Assert.True(Intake.Verify(repaired).IsComplete);
                    Assert.NotEmpty(OfficialReading.Of(repaired).Events);
                }
            },
            iter: 300, threads: 1);
    }

    [Fact]
    public void A_stack_block_that_holds_more_than_it_counts_is_damage_for_readers_too()
    {
        // The size of the last stack of a block: what is left of the block is no stack.
        byte[] file = Captures.Read("net10")[..Shortest];
        Assert.Equal(104, file[5524]);
        file[5524] = 15;
        Assert.ThrowsAny<Exception>(() => OfficialReading.Of(file));
        (byte[] repaired, TraceRepair repair) = Intake.Repair(file);
        Assert.Equal((3305, "a stack cannot be read"), (repair.TornAt, repair.Fault.Words()));
        Assert.True(Intake.Verify(repaired).IsComplete);
        Assert.NotEmpty(OfficialReading.Of(repaired).Events);
    }

    [Fact]
    public void A_complete_file_needs_no_repair_and_is_not_changed()
    {
        byte[] file = Captures.Drawn().Whole();
        (byte[] repaired, TraceRepair repair) = Intake.Repair(file, pieceBytes: 777);
        Assert.True(repair.WasComplete);
        Assert.Equal(file, repaired);
    }

    [Fact]
    public void A_damaged_block_keeps_the_events_before_the_damage_and_their_times()
    {
        NetTraceFile file = new();
        file.Add(Tick, 1).CloseBlock().Add(Tick, 2).Add(Tick, 3).Add(new FileEvent("Drawn", 1, 0, [7, 7, 7, 7])
        {
            Name = "Tick",
        }, 4).CloseBlock();
        byte[] stream = file.Whole();
        stream[stream.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[4, 7, 7, 7, 7])] = 0x7F;
        (byte[] repaired, TraceRepair repair) = Intake.Repair(stream);
        Assert.Equal((3, "an event cannot be read"), (repair.Events, repair.Fault.Words()));
        Assert.Empty(Intake.Verify(repaired).Findings);
        Assert.Equal(4, OfficialReading.Of(repaired).Events.Count);
    }

    [Fact]
    public void Repeated_definitions_are_left_out_and_nothing_else_is()
    {
        byte[] row = new PayloadWriter().U32(1).Text("X").U32(7).Text("").U64(0).U32(0).U32(4).U32(0).ToArray();
        byte[] fresh = [2, .. row[1..]];
        byte[] rows = new BlockDrawing().Blob((EventHeaderFlags)128, [0, (ulong)row.Length]).Bytes(row)
            .Blob((EventHeaderFlags)128, [0, (ulong)row.Length]).Bytes(fresh).ToArray();
        byte[] usesFresh = new BlockDrawing().Blob((EventHeaderFlags)0xC7, [2, 0, 9, 0, 9, 1, 0]).ToArray();
        byte[] file = Mutations.Sound().Stacks(2, [0x7777], [0x8888]).Block(NetTraceFrameKind.Metadata, rows)
            .Block(NetTraceFrameKind.Events, usesFresh).Add(Tick, 90, stack: 3).Whole();
        (byte[] repaired, TraceRepair repair) = Intake.Repair(file);
        Assert.Equal((2, "", 8), (repair.DefinitionsDropped, repair.Fault.Words(), repair.Events));
        Assert.True(Intake.Verify(repaired).IsComplete);
        ReadBack read = ReadBack.Of(repaired);
        Assert.Equal((0, 0), (read.RepeatedStackCount, read.DanglingStackCount));
        Assert.Contains(read.Events, line => line.StartsWith("X/7", StringComparison.Ordinal));
        Assert.Contains(read.Events, line => line.Contains("[8888", StringComparison.Ordinal));
        OfficialReading.Of(repaired);
    }

    [Fact]
    public void An_unreadable_row_is_removed_with_its_events_and_everything_else_is_kept()
    {
        byte[] row = new PayloadWriter().U32(2).Text("X").U32(7).Text("").U64(0).U32(0).U32(4)
            .U32(1).U32(99).Text("OfNoKnownType").ToArray();
        byte[] rows = new BlockDrawing().Blob((EventHeaderFlags)128, [0, (ulong)row.Length]).Bytes(row).ToArray();
        byte[] mixed = new BlockDrawing().Blob((EventHeaderFlags)0xC7, [1, 0, 9, 0, 9, 5_089_000_000, 0])
            .Blob((EventHeaderFlags)0x81, [2, 1, 0]).Blob((EventHeaderFlags)0x81, [1, 1, 0]).ToArray();
        byte[] file = Mutations.Sound().Block(NetTraceFrameKind.Metadata, rows)
            .Block(NetTraceFrameKind.Events, mixed).Add(Tick, 90).Whole();
        (byte[] repaired, TraceRepair repair) = Intake.Repair(file);
        Assert.Equal((1, 1, 9), (repair.DefinitionsDropped, repair.EventsDropped, repair.Events));
        Assert.Equal(("", false), (repair.Fault.Words(), repair.WasComplete));
        Assert.Empty(Intake.Verify(repaired).Findings);
        Assert.Equal(1, OfficialReading.Of(repaired).EventsLost);
    }

    [Fact]
    public void A_snapshot_torn_repaired_and_torn_again_is_repaired_again_without_a_false_loss()
    {
        using Recorded recorded = Recorded.Of(Captures.Drawn().Whole());
        (byte[] snapshot, SnapshotManifest manifest) = recorded.File();
        (byte[] once, _) = Intake.Repair(snapshot.AsSpan(..^40));
        (byte[] twice, TraceRepair repair) = Intake.Repair(once.AsSpan(..^1));
        Assert.Equal("the end mark is missing", repair.Fault.Words());
        Assert.DoesNotContain(
            Intake.Verify(twice).Findings, finding => finding.Code == TraceFaultCode.SequenceBackwards);
        Assert.Equal(manifest.EventsLost, OfficialReading.Of(twice).EventsLost);
        Assert.Equal(2, ReadBack.Of(twice).Events.Count(
            line => line.StartsWith("Contrail/3", StringComparison.Ordinal)));
    }

    [Fact]
    public void Its_own_event_continues_after_the_last_number()
    {
        NetTraceFile file = new NetTraceFile()
            .Add(Tick, 1, capture: OwnEvents.CaptureThreadId, lost: uint.MaxValue - 1);
        byte[] repaired = Intake.Repair(file.Torn()).File;
        Assert.Empty(Intake.Verify(repaired).Findings);
        Assert.Equal(2, ReadBack.Of(repaired).Events.Count);
    }

    [Fact]
    public void Its_own_event_is_not_an_event_of_a_recorder_of_its_own_process() => Assert.NotEqual(
        (NetTraceFormat.MarkerProvider, NetTraceFormat.MarkerEventId),
        (OwnEvents.ManifestProvider, OwnEvents.RepairedEventId));

    [Fact]
    public void The_last_numbers_are_written_at_the_end_so_that_nothing_is_lost_after_the_tear()
    {
        NetTraceFile file = new NetTraceFile().Add(Tick, 1).Add(Tick, 2, thread: 2).Add(Tick, 3, thread: 2);
        (byte[] repaired, _) = Intake.Repair(file.Torn());
        NetTraceSplitter splitter = new();
        List<(ulong, uint)> last = [];
        while (splitter.Split(repaired.AsSpan((int)splitter.StreamOffset), out Frame frame, out _)
            == SplitStatus.Complete)
        {
            if ((NetTraceFrameKind)frame.Kind == NetTraceFrameKind.SequencePoint
                && SequencePoint.TryRead(frame.Payload, out SequencePoint point))
            {
                last = [point[0], point[1]];
            }

            splitter.Take(frame);
        }

        Assert.Equal([(1, 1), (2, 2)], last);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("Nett", "the file ends inside a frame")]
    [InlineData("go 1.26 trace\0\0\0", "a Go execution trace")]
    public void Where_nothing_can_be_kept_the_reason_is_reported(string content, string why)
    {
        (_, TraceRepair repair) = Intake.Repair(System.Text.Encoding.Latin1.GetBytes(content));
        Assert.StartsWith(why, repair.Refusal.Words(), StringComparison.Ordinal);
    }
}
