using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.Files;

/// <summary>The findings of verify in files of nettrace 6, and that readers behave accordingly.</summary>
public sealed class V6VerifyTests
{
    /// <summary>Forbidden, and yet TraceEvent opens it; another reader, or the next version, need not.</summary>
    private static readonly string[] BorneByTraceEvent = [];

    public static TheoryData<string> Rows { get; } = [.. V6Mutations.All.Keys];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Each_kind_of_damage_is_found_and_readers_fail_there(string row)
    {
        byte[] file = V6Mutations.All[row]();
        TraceVerdict verdict = Intake.Verify(file);
        Finding found = verdict.Findings[0];
        Assert.Equal(row.Split(':')[0], found.Name(), ignoreCase: true);
        Assert.InRange(found.Offset, 20, file.Length);
        Assert.Equal(found.Grade != FindingGrade.Damage, verdict.IsComplete);
        Exception? failure = Record.Exception(() => OfficialReading.Of(file));
        bool mustFail = found.Grade == FindingGrade.Damage && !BorneByTraceEvent.Contains(row);
        Assert.True(failure is not null == mustFail, $"TraceEvent: {failure?.Message ?? "opened it"}");
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void However_a_file_is_cut_into_pieces_the_verdict_is_the_same(string row)
    {
        byte[] file = V6Mutations.All[row]();
        TraceVerdict whole = Intake.Verify(file);
        TraceVerdict pieces = Intake.Verify(file, pieceBytes: 1);
        Assert.Equal(whole.Findings, pieces.Findings);
        Assert.Equal((whole.Events, whole.Frames), (pieces.Events, pieces.Frames));
    }

    [Fact]
    public void An_intact_file_is_complete()
    {
        byte[] file = V6Mutations.Sound().Whole();
        TraceVerdict verdict = Intake.Verify(file);
        Assert.Empty(verdict.Findings);
        Assert.Equal(("nettrace 6", 5L, 0L, (long)file.Length), Figures(verdict));
    }

    [Fact]
    public void The_lost_events_are_those_that_TraceEvent_counts()
    {
        // A thread begins at 0, a sequence point and the end of a thread have numbers too.
        byte[] file = V6Mutations.Sound().Event(1, 60, thread: 1, lost: 7).Point(70, 0, (1, 14), (2, 2))
            .Thread(3, 3001, 44).Event(1, 80, thread: 3, lost: 2).Remove(3, 5).Whole();
        Assert.Equal(14, OfficialReading.Of(file).EventsLost);
        Assert.Equal(("nettrace 6", 7L, 14L, (long)file.Length), Figures(Intake.Verify(file)));
    }

    [Fact]
    public void After_a_flush_ids_may_have_another_meaning()
    {
        byte[] file = V6Mutations.Sound().Point(60, flags: 3).Thread(1, 5001, 45).Row(1, "Drawn", 9, "Other")
            .Row(2, "Other", 8, "Tock").Event(1, 70, thread: 1).Event(2, 80, thread: 1).Whole();
        Assert.Empty(Intake.Verify(file).Findings);
        Assert.Equal(7, OfficialReading.Of(file).Events.Count);
    }

    [Fact]
    public void A_file_of_this_version_is_neither_repaired_nor_cut()
    {
        byte[] file = V6Mutations.Sound().Torn();
        (_, TraceRepair repair) = Intake.Repair(file);
        Assert.Equal(TraceFaultCode.VersionUnsupported, repair.Refusal?.Code);
        Assert.Contains("nettrace version 6, which can be read and verified", repair.Refusal.Words());
    }

    private static (string Format, long Events, long Lost, long Bytes) Figures(TraceVerdict verdict) =>
        (verdict.Format, verdict.Events, verdict.EventsLost, verdict.Bytes);
}
