using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.Files;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.Files;

/// <summary>Files whose start time has a field out of its range.</summary>
public sealed class InvalidTimeTests
{
    private static readonly DateTime Minute = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [Theory]
    [InlineData("TraceTimeInvalid: 1000 milliseconds", "2026-01-02T03:04:05")]
    [InlineData("TraceTimeInvalid: month 13", "2026-01-01T00:00:00")]
    public void Repair_writes_a_valid_time_and_keeps_all_events(string row, string time)
    {
        byte[] file = Mutations.All[row]();
        Finding found = Assert.Single(Intake.Verify(file).Findings);
        Assert.Equal((FindingGrade.Damage, 53), (found.Grade, found.Offset));
        (byte[] repaired, TraceRepair repair) = Intake.Repair(file);
        Assert.Equal((false, null, 6), (repair.WasComplete, repair.Fault, repair.Events));
        Assert.StartsWith(time, $"{repair.TimeReplacedBy:O}", StringComparison.Ordinal);
        Assert.True(Intake.Verify(repaired).IsComplete);
        OfficialReading sound = OfficialReading.Of(Mutations.Sound().Whole());
        OfficialReading read = OfficialReading.Of(repaired);
        Assert.Equal(sound.Events, read.Events.SkipLast(1));
        using MemoryStream stream = new(repaired);
        Assert.True(TraceFileFacts.TryRead(stream, out TraceFileFacts? facts, out _));
        Assert.StartsWith(time, facts!.Repair!.TimeReplacedBy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_is_readable_and_its_time_of_day_is_unknown()
    {
        using MemoryStream stream = new(Mutations.All["TraceTimeInvalid: month 13"]());
        Assert.True(TraceFileFacts.TryRead(stream, out TraceFileFacts? facts, out _));
        Assert.Equal((true, 6L, null, null), (facts!.Complete, facts.Events, facts.FirstUtc, facts.LastUtc));
        Assert.Equal(0.04, facts.EventsSeconds, 6);
    }

    [Fact]
    public void A_part_that_is_cut_from_it_can_be_opened()
    {
        byte[] file = Mutations.All["TraceTimeInvalid: 1000 milliseconds"]();
        (byte[] part, _) = Intake.TryCut(file, _ => (Minute, Minute.AddSeconds(1)))!.Value;
        Assert.True(Intake.Verify(part).IsComplete);
        Assert.True(OfficialReading.Of(part).Events.Count >= 6);
    }
}
