using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Files;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Tests.Support;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Core.Files;

/// <summary>The findings of verify, and that readers behave accordingly.</summary>
public sealed class VerifyTests
{
    /// <summary>Forbidden, and yet TraceEvent opens it; another reader, or the next version, need not.</summary>
    private static readonly string[] BorneByTraceEvent =
    [
        "TraceUnreadable: a second one",
        "TraceUnreadable: a stopped clock", "MetadataUnreadable: id 0",
        "MetadataUnreadable: more fields than there are", "StacksUnreadable: more than there are",
        "PointUnreadable: a negative count",
    ];

    public static TheoryData<string> Rows { get; } = [.. Mutations.All.Keys];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Each_kind_of_damage_is_found_and_readers_fail_there(string row)
    {
        byte[] file = Mutations.All[row]();
        TraceVerdict verdict = Intake.Verify(file);
        Finding found = verdict.Findings[0];
        Assert.Equal(row.Split(':')[0], found.Name(), ignoreCase: true);
        Assert.InRange(found.Offset, 32, file.Length);
        Assert.Equal(found.Grade != FindingGrade.Damage, verdict.IsComplete);
        Exception? failure = Record.Exception(() => OfficialReading.Of(file));
        bool mustFail = found.Grade == FindingGrade.Damage && !BorneByTraceEvent.Contains(row);
        Assert.True(failure is not null == mustFail, $"TraceEvent: {failure?.Message ?? "opened it"}");
    }

    [Fact]
    public void Every_finding_has_a_file()
    {
        string[] kinds = [
            .. Mutations.All.Keys.Concat(V6Mutations.All.Keys)
                .Select(row => row.Split(':')[0]).Distinct().Order(),
        ];
        string[] all = [.. NetTraceFindings.Grades.Keys
            .Where(code => code != TraceFaultCode.StacksNotFollowed).Select(code => $"{code}").Order()];
        Assert.Equal(all, kinds);
    }

    [Theory]
    [InlineData("SequenceBackwards")]
    [InlineData("CaptureUnsorted")]
    public void Where_numbers_decrease_readers_count_nonsense(string row) =>
        Assert.Equal(int.MaxValue, OfficialReading.Of(Mutations.All[row]()).EventsLost);

    [Fact]
    public void An_intact_file_is_complete_and_so_is_a_recording_of_streams_with_later_incarnations()
    {
        AssertComplete(Mutations.Sound().Whole());
        foreach (string name in (string[])["net8", "net9", "net10", "drawn"])
        {
            using Recorded recorded = Recorded.Of(Captures.Read(name));
            AssertComplete(recorded.File().Bytes);
            using Recorded late = Recorded.Of(
                Captures.Read(name), new RecordingLimits(TimeSpan.FromSeconds(1), 64 << 20));
            AssertComplete(late.File().Bytes);
        }
    }

    [Theory]
    [MemberData(nameof(Captures.Real), MemberType = typeof(Captures))]
    public void Streams_of_runtimes_lack_only_the_end_mark_that_was_cut_off(string name)
    {
        byte[] capture = Captures.Read(name);
        Finding found = Assert.Single(Intake.Verify(capture).Findings);
        Assert.Equal(("endMarkMissing", capture.Length), (found.Name(), found.Offset));
        AssertComplete([.. capture, 1]);
    }

    [Fact]
    public void The_figures_are_those_of_TraceEvent()
    {
        byte[] file = Captures.Drawn().Whole();
        TraceVerdict verdict = Intake.Verify(file);
        ReadBack read = ReadBack.Of(file);
        Assert.Equal((read.Events.Count, file.Length), (verdict.Events, verdict.Bytes));
        Assert.Equal(read.Frames.Count + 2, verdict.Frames);
        byte[] without = new NetTraceFile().Add(RuntimeEvents.GCStart(1, 0), 1)
            .Add(RuntimeEvents.GCStart(2, 0), 2, lost: 7).Point(3).Whole();
        Assert.Equal(7, Intake.Verify(without).EventsLost);
        Assert.Equal(7, OfficialReading.Of(without).EventsLost);
    }

    [Fact]
    public void Every_fault_is_reported_where_reading_can_continue()
    {
        byte[] undefined = new BlockDrawing()
            .Blob((EventHeaderFlags)0x87, [77, 0, 9, 0, 1, 5_089_000_000, 0]).Blob((EventHeaderFlags)0, [1]).ToArray();
        NetTraceFile file = Mutations.Sound().Stacks(1, [0x1]);
        long second = file.Offset;
        file.Block(NetTraceFrameKind.Events, undefined).Add(RuntimeEvents.GCStart(1, 0), 90, stack: 77);
        TraceVerdict verdict = Intake.Verify(file.Torn());
        Assert.Equal(
            ["stackRepeated", "eventUndefined", "blockTimesWrong", "stackUnknown", "endMarkMissing"],
            verdict.Findings.Select(finding => finding.Name()));
        Finding undefinedFound = verdict.Findings[1];
        Assert.Equal((2, 4), (undefinedFound.Count, verdict.DamageCount));
        Assert.InRange(undefinedFound.Offset, second, second + 60);
    }

    [Fact]
    public void Findings_without_end_are_counted_and_not_kept()
    {
        NetTraceFile file = Mutations.Sound();
        for (int index = 0; index < 400; index++)
        {
            file.Block(NetTraceFrameKind.Stacks, new PayloadWriter().U32(1).U32(1).U32(0).ToArray());
        }

        TraceVerdict verdict = Intake.Verify(file.Whole());
        Assert.Equal((100, 400), (verdict.Findings.Count, verdict.DamageCount));
    }

    [Fact]
    public void Damage_after_endless_notes_is_reported()
    {
        NetTraceFile file = Mutations.Sound();
        for (int index = 0; index < 120; index++)
        {
            file.Add(RuntimeEvents.GCStart(1, 0), 100 + index, stack: 99).CloseBlock();
        }

        TraceVerdict verdict = Intake.Verify(file.Torn());
        Assert.Equal((1, 120), (verdict.DamageCount, verdict.NoteCount));
        Assert.Equal("endMarkMissing", verdict.Findings[^1].Name());
    }

    [Fact]
    public void A_row_longer_than_a_block_usually_is_has_a_block_of_its_own()
    {
        FileEvent wordy = new("Drawn", 1, 0, []) { Name = new string('x', 60_000) };
        using Recorded recorded = Recorded.Of(
            new NetTraceFile().Add(wordy, 1).Add(RuntimeEvents.GCStart(1, 0), 2).Torn());
        Assert.Empty(Intake.Verify(recorded.File().Bytes).Findings);
    }

    [Fact]
    public void A_stream_that_uses_the_highest_id_leaves_ids_for_the_additions_of_a_snapshot()
    {
        byte[] row = new PayloadWriter().U32(MetadataRows.MaxId).Text("X").U32(7).Text("")
            .U64(0).U32(0).U32(4).U32(0).ToArray();
        byte[] rows = new BlockDrawing().Blob((EventHeaderFlags)128, [0, (ulong)row.Length]).Bytes(row).ToArray();
        using Recorded recorded = Recorded.Of(Mutations.Sound().Block(NetTraceFrameKind.Metadata, rows).Torn());
        (byte[] file, SnapshotManifest manifest) = recorded.File();
        Assert.Empty(Intake.Verify(file).Findings);
        Assert.Equal(manifest.Events + 2, Intake.Verify(file).Events);
    }

    [Fact]
    public void However_a_file_is_cut_into_pieces_the_verdict_is_the_same()
    {
        foreach ((string row, Func<byte[]> make) in Mutations.All)
        {
            byte[] file = make();
            TraceVerdict whole = Intake.Verify(file);
            TraceVerdict pieces = Intake.Verify(file, pieceBytes: 1);
            Assert.True(whole.Findings.SequenceEqual(pieces.Findings), row);
            Assert.True(whole.Events == pieces.Events && whole.Frames == pieces.Frames, row);
        }
    }

    [Fact]
    public void Stack_ids_are_tracked_like_in_a_naive_set() =>
        Gen.Int[0, 60].List[1, 200].Sample(ids =>
        {
            IdRanges ranges = new();
            HashSet<int> model = [];
            return ids.TrueForAll(id => ranges.TryAdd(id) == model.Add(id)
                && ranges.Contains(id) && ranges.Contains(id + 1) == model.Contains(id + 1));
        });

    [Fact]
    public void More_stack_blocks_than_can_be_followed_are_a_note_and_no_false_alarm()
    {
        NetTraceFile file = Mutations.Sound();
        for (int id = 20_004; id > 0; id -= 2)
        {
            file.Block(NetTraceFrameKind.Stacks, new PayloadWriter().U32(id + 9).U32(1).U32(0).ToArray());
        }

        TraceVerdict verdict = Intake.Verify(file.Add(RuntimeEvents.GCStart(1, 0), 90, stack: 9).Whole());
        Assert.True(verdict.IsComplete);
        Assert.All(verdict.Findings, finding => Assert.Equal("stacksNotFollowed", finding.Name()));
    }

    // The drawn stream marks every thread's first event as sorted, which is wrong.
    private static void AssertComplete(byte[] file)
    {
        TraceVerdict verdict = Intake.Verify(file);
        Assert.DoesNotContain(verdict.Findings, finding => finding.Code != TraceFaultCode.EarlierThanSorted);
        Assert.True(verdict.IsComplete);
    }
}
