using System.Buffers;
using Contrail.Core.Formats;
using Contrail.Core.Snapshots;
using Contrail.Core.Snapshots.GoTrace;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Snapshots.GoTrace;

/// <summary>Go files that anybody wrote: checked, repaired, cut.</summary>
public sealed class GoFileTests
{
    [Theory]
    [InlineData(22)]
    [InlineData(25)]
    [InlineData(26)]
    public void A_whole_file_is_complete(int minor)
    {
        TraceVerdict verdict = Verify(Numbered(minor, 1, 2, 3));
        Assert.True(verdict.IsComplete);
        Assert.Equal($"go 1.{minor}", verdict.Format);
        Assert.Equal(3, verdict.Generations);
        Assert.Equal(12, verdict.Frames);
    }

    [Theory]
    [InlineData("1 2 4", "generation 4 follows generation 2")]
    [InlineData("1 3 2", "generation 3 follows generation 1")]
    public void A_removed_or_swapped_generation_is_told_with_both_numbers(string numbers, string told)
    {
        byte[] file = Numbered(26, [.. numbers.Split(' ').Select(ulong.Parse)]);
        TraceVerdict verdict = Verify(file);
        Assert.False(verdict.IsComplete);
        Assert.Equal(told, verdict.Findings[0].Words);
        byte[] before = numbers == "1 2 4" ? Numbered(26, 1, 2) : Numbered(26, 1);
        Assert.Equal(before.Length, verdict.Findings[0].Offset);
        Assert.Equal(before, Repair(file, out TraceRepair repair));
        Assert.Equal(told, repair.Reason);
    }

    [Fact]
    public void A_torn_file_is_repaired_to_its_whole_generations_wherever_it_is_torn()
    {
        byte[] whole = Numbered(26, 1, 2, 3);
        int[] ends = [.. GoTraceReading.Of(whole).Select(one => one.End)];
        for (int length = 1; length < whole.Length; length++)
        {
            byte[] torn = whole[..length];
            int keptEnd = ends.LastOrDefault(end => end <= length);
            byte[] repaired = Repair(torn, out TraceRepair repair);
            Assert.Equal(keptEnd == 0, repair.Refusal is not null);
            Assert.Equal(keptEnd == length, repair.WasComplete && repair.Refusal is null);
            Assert.Equal(whole[..keptEnd], repaired);
            Assert.Equal(keptEnd == length, Verify(torn) is { IsComplete: true });
        }
    }

    [Theory]
    [InlineData("go 1.19 trace", "a Go 1.19 trace")]
    [InlineData("go 1.40 trace", "a Go 1.40 trace")]
    public void Another_format_is_refused_by_its_name(string header, string told) =>
        Assert.StartsWith(told, Verify(GoTraceFile.HeaderOf(header)).Refusal, StringComparison.Ordinal);

    [Theory]
    [InlineData(0.2, 0.8, "1")]
    [InlineData(0.5, 1.5, "1 2")]
    [InlineData(1.5, 9, "2 3")]
    [InlineData(-9, 9, "1 2 3")]
    public void A_part_has_the_generations_that_touch_it(double from, double to, string numbers)
    {
        byte[] whole = Numbered(26, 1, 2, 3);
        using Snapshot? part = Cut(whole, from, to, out string fault);
        Assert.Empty(fault);
        byte[] trace = [.. part!.Parts.SelectMany(piece => piece.ToArray())];
        Assert.Equal(numbers, string.Join(' ', GoTraceReading.Of(trace).Select(one => one.Number)));
        Assert.True(whole.AsSpan().IndexOf(trace.AsSpan(16)) > 0);
        Assert.Contains(part.Companions, companion => companion.Suffix == ".json");
    }

    [Fact]
    public void No_part_has_both_sides_of_a_gap()
    {
        byte[] file = Numbered(26, 1, 3, 4);
        Assert.Null(Cut(file, 0.5, 2.5, out string fault));
        Assert.Contains("gap", fault, StringComparison.Ordinal);
        using Snapshot? behind = Cut(file, 1.5, 9, out _);
        Assert.NotNull(behind);
    }

    private static byte[] Numbered(int minor, params ulong[] numbers)
    {
        GoTraceFile file = new(minor);
        ulong second = 1;
        foreach (ulong number in numbers)
        {
            file.Generation(number, second++);
        }

        return file.Bytes;
    }

    private static TraceVerdict Verify(byte[] file)
    {
        ITraceVerifier verifier = new GoTraceFiles().Verify();
        Intake.Feed(verifier, file);
        return verifier.Conclude();
    }

    private static byte[] Repair(byte[] file, out TraceRepair repair)
    {
        ArrayBufferWriter<byte> written = new();
        ITraceRepairer repairer = new GoTraceFiles().Repair(written);
        Intake.Feed(repairer, file);
        repair = repairer.Conclude();
        return written.WrittenSpan.ToArray();
    }

    private static Snapshot? Cut(byte[] file, double from, double to, out string fault)
    {
        ITraceSurvey survey = new GoTraceFiles().Survey();
        Intake.Feed(survey, file);
        DateTime first = survey.RangeUtc!.Value.FirstUtc;
        using ITraceCutter cutter = survey.Cut(new CutRequest(
            first.AddSeconds(from), first.AddSeconds(to), "test", DateTime.UnixEpoch, 1 << 30));
        Intake.Feed(cutter, file);
        cutter.TryConclude(out Snapshot? snapshot, out fault);
        return snapshot;
    }
}
