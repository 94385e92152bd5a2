using System.Buffers;
using Contrail.Analysis;
using Contrail.Capture;
using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.GoTrace.Files;

/// <summary>Go files from any source: checked, repaired, cut.</summary>
public sealed class GoFileTests
{
    [Theory]
    [InlineData(22)]
    [InlineData(25)]
    [InlineData(26)]
    public void An_intact_file_is_complete(int minor)
    {
        TraceVerdict verdict = Verify(GoTraceFile.Numbered(minor, 1, 2, 3));
        Assert.True(verdict.IsComplete);
        Assert.Equal($"go 1.{minor}", verdict.Format);
        Assert.Equal(3, verdict.Generations);
        Assert.Equal(9, verdict.Frames);
        Assert.Equal(0, verdict.Events);
    }

    [Theory]
    [InlineData("1 2 4", "generation 4 follows generation 2")]
    [InlineData("1 3 2", "generation 3 follows generation 1")]
    public void A_removed_or_swapped_generation_is_reported_with_both_numbers(string numbers, string reported)
    {
        byte[] file = GoTraceFile.Numbered(26, [.. numbers.Split(' ').Select(ulong.Parse)]);
        TraceVerdict verdict = Verify(file);
        Assert.False(verdict.IsComplete);
        Assert.Equal(reported, verdict.Findings[0].Words());
        byte[] before = numbers == "1 2 4" ? GoTraceFile.Numbered(26, 1, 2) : GoTraceFile.Numbered(26, 1);
        Assert.Equal(before.Length, verdict.Findings[0].Offset);
        Assert.Equal(before, Repair(file, out TraceRepair repair));
        Assert.Equal(reported, repair.Fault.Words());
    }

    [Fact]
    public void A_torn_file_is_repaired_to_its_complete_generations_wherever_it_is_torn()
    {
        byte[] whole = GoTraceFile.Numbered(26, 1, 2, 3);
        List<GoTraceReading> generations = GoTraceReading.Of(whole);
        int[] ends = [.. generations.Select(one => one.End)];
        for (int length = 1; length < whole.Length; length++)
        {
            byte[] torn = whole[..length];
            int keptEnd = ends.LastOrDefault(end => end <= length);
            byte[] repaired = Repair(torn, out TraceRepair repair);

            // Go's reader also ignores a generation that consists of the clocks only.
            bool isOnlyStarted = generations.Skip(1).Any(one => one.FirstBatchEnd == length);
            bool isComplete = keptEnd == length || isOnlyStarted;
            Assert.Equal(keptEnd == 0, repair.Refusal is not null);
            Assert.Equal(isComplete, repair.WasComplete && repair.Refusal is null);
            Assert.Equal(whole[..keptEnd], repaired);
            Assert.Equal(isComplete, Verify(torn) is { IsComplete: true });
        }
    }

    [Theory]
    [InlineData("go 1.19 trace", "a Go 1.19 trace")]
    [InlineData("go 1.40 trace", "a Go 1.40 trace")]
    public void Another_format_is_refused_by_its_name(string header, string reported) =>
        Assert.StartsWith(reported, Verify(GoTraceFile.HeaderOf(header)).Refusal.Words(), StringComparison.Ordinal);

    [Theory]
    [InlineData(0.2, 0.8, "1")]
    [InlineData(0.5, 1.5, "1 2")]
    [InlineData(1.5, 9, "2 3")]
    [InlineData(-9, 9, "1 2 3")]
    public void A_part_has_the_generations_that_touch_it(double from, double to, string numbers)
    {
        byte[] whole = GoTraceFile.Numbered(26, 1, 2, 3);
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
        byte[] file = GoTraceFile.Numbered(26, 1, 3, 4);
        Assert.Null(Cut(file, 0.5, 2.5, out string fault));
        Assert.Contains("gap", fault, StringComparison.Ordinal);
        using Snapshot? behind = Cut(file, 1.5, 9, out _);
        Assert.NotNull(behind);
    }

    [Theory]
    [InlineData("mg1.22", 45127)]
    [InlineData("mg1.25", 114318)]
    [InlineData("annotations-stress-1.26", 525)]
    public void The_events_of_a_trace_of_a_real_runtime_are_counted(string name, long eventCount)
    {
        byte[] file = File.ReadAllBytes(Path.Combine(SharedGoTraces.Require("traces"), name + ".trace"));
        TraceVerdict verdict = Verify(file);
        Assert.True(verdict.IsComplete);
        Assert.Empty(verdict.Findings);
        Assert.Equal(eventCount, verdict.Events);
    }

    [Theory]
    [InlineData(22)]
    [InlineData(25)]
    [InlineData(26)]
    public void Events_that_no_reader_accepts_are_damage_although_the_framing_is_intact(int minor)
    {
        GoTraceFile file = new(minor);
        file.Generation(1, 1, eventBytes: 0);
        byte[] sound = file.Bytes;
        file.Generation(2, 2).Generation(3, 3, eventBytes: 0);
        TraceVerdict verdict = Verify(file.Bytes);
        Assert.False(verdict.IsComplete);
        Finding damage = Assert.Single(verdict.Findings);
        Assert.Equal(("unreadableEvents", sound.Length), (damage.Name(), damage.Offset));
        Assert.Equal(sound, Repair(file.Bytes, out TraceRepair repair));
        Assert.Equal(damage.Words(), repair.Fault.Words());
        Assert.Equal((sound.Length, file.Length), (repair.TornAt, repair.SourceBytes));
    }

    [Theory]
    [InlineData(22, "\n")]
    [InlineData(25, "<html>502 Bad Gateway</html>")]
    [InlineData(25, "go 1.25 trace")]
    [InlineData(26, "\0\0\0\0\0\0\0\0")]
    public void Bytes_after_the_last_generation_do_not_affect_it(int minor, string rest)
    {
        byte[] whole = GoTraceFile.Numbered(minor, 1, 2);
        byte[] file = [.. whole, .. System.Text.Encoding.ASCII.GetBytes(rest)];
        TraceVerdict verdict = Verify(file);
        Assert.False(verdict.IsComplete);
        Assert.Equal(2, verdict.Generations);
        Assert.Equal(whole.Length, Assert.Single(verdict.Findings).Offset);
        Assert.Equal(whole, Repair(file, out TraceRepair repair));
        Assert.Equal((whole.Length, 2), (repair.TornAt, repair.Generations));
    }

    [Theory]
    [InlineData(22)]
    [InlineData(25)]
    [InlineData(26)]
    public void A_recording_keeps_the_last_generation_before_a_byte_that_begins_no_batch(int minor)
    {
        byte[] whole = GoTraceFile.Numbered(minor, 1, 2);
        using GoRecorded recorded = GoRecorded.Of([.. whole, (byte)'\n']);
        Assert.Equal(SourceState.Malformed, recorded.Trace.Counts().Status);
        Assert.Equal(whole, recorded.Take()!.Trace);
    }

    [Fact]
    public void The_size_of_a_damaged_file_includes_the_bytes_after_the_damage()
    {
        byte[] whole = GoTraceFile.Numbered(25, 1, 2);
        byte[] file = [.. whole, .. new byte[1 << 20]];
        Assert.Equal(file.Length, Verify(file).Bytes);
        Repair(file, out TraceRepair repair);
        Assert.Equal((file.Length, 1 << 20), (repair.SourceBytes, repair.DroppedBytes));
    }

    [Fact]
    public void A_trace_without_the_wall_clock_has_a_length_and_no_times()
    {
        TraceVerdict verdict = Verify(GoTraceFile.Numbered(22, 1, 2));
        Assert.Null(verdict.RangeUtc);
        Assert.Equal(2, verdict.WindowSeconds!.Value, 0.1);
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(-3)]
    [InlineData(3_600)]
    public void A_step_of_the_wall_clock_inside_a_file_changes_no_part(int wallStep)
    {
        byte[] whole = Stepped(wallStep);
        Assert.Equal(6, Verify(whole).WindowSeconds!.Value, 0.1);
        using Snapshot? part = Cut(whole, 1.5, 3.5, out string fault);
        Assert.Empty(fault);
        byte[] trace = [.. part!.Parts.SelectMany(piece => piece.ToArray())];
        Assert.Equal("2 3 4", string.Join(' ', GoTraceReading.Of(trace).Select(one => one.Number)));
        Assert.InRange(part.Manifest.WindowSeconds, 2.9, 3.1);
    }

    private static byte[] Stepped(int wallStep)
    {
        GoTraceFile file = new(25);
        for (ulong number = 1; number <= 6; number++)
        {
            file.WallStepSeconds = number > 3 ? wallStep : 0;
            file.Generation(number, number, eventBytes: 0);
        }

        return file.Bytes;
    }

    private static TraceVerdict Verify(byte[] file)
    {
        ITraceVerifier verifier = TraceAnalysis.GoTrace().Verify();
        Intake.Feed(verifier, file);
        return verifier.Conclude();
    }

    private static byte[] Repair(byte[] file, out TraceRepair repair)
    {
        ArrayBufferWriter<byte> written = new();
        ITraceRepairer repairer = TraceAnalysis.GoTrace().Repair(written, TraceFaultText.Of);
        Intake.Feed(repairer, file);
        repair = repairer.Conclude();
        return written.WrittenSpan.ToArray();
    }

    private static Snapshot? Cut(byte[] file, double from, double to, out string fault)
    {
        ITraceSurvey survey = TraceAnalysis.GoTrace().Survey();
        Intake.Feed(survey, file);
        DateTime first = survey.RangeUtc!.Value.FirstUtc;
        using ITraceCutter cutter = survey.Cut(new CutRequest(
            first.AddSeconds(from), first.AddSeconds(to), "test", DateTime.UnixEpoch, 1 << 30));
        Intake.Feed(cutter, file);
        cutter.TryConclude(out Snapshot? snapshot, out TraceFault? found);
        fault = found.Words();
        return snapshot;
    }
}
