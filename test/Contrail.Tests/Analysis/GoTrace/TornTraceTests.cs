using Contrail.Core.GoTrace.Wire;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Analysis.GoTrace;

/// <summary>
/// Traces that end early, skip generations, or contain false values: bounded, without an exception, and reported.
/// </summary>
public sealed class TornTraceTests
{
    private const string Life =
        "7: ProcStatus 1 0 1, GoStatus 1 1 7 2, UserTaskBegin 1 5 0 1 1, UserLog 1 5 1 2 1, UserTaskEnd 1 5 1";

    [Theory]
    [InlineData(22)]
    [InlineData(25)]
    [InlineData(26)]
    public void A_trace_cut_anywhere_is_read_up_to_its_last_complete_generation_and_the_end_is_reported(int minor)
    {
        byte[] trace = GoDrawing.Trace(minor, Life, Life, Life);
        GoReading whole = GoReading.Of(trace);
        Assert.Equal(("", 3), (whole.Fault, whole.Reader.GenerationCount));
        List<GoTraceReading> generations = GoTraceReading.Of(trace);
        int[] ends =
        [
            GoTraceVersion.HeaderBytes, .. generations.Select(generation => generation.End),
            .. generations.Skip(1).Select(generation => generation.FirstBatchEnd),
        ];
        for (int length = 0; length < trace.Length; length++)
        {
            GoReading torn = GoReading.Of(trace.AsSpan(0, length));

            // Events of complete generations are the same as in the complete file; only the mark at the end differs.
            string[] reported = torn.Lines;
            int same = reported.Zip(whole.Lines).TakeWhile(pair => pair.First == pair.Second).Count();
            Assert.InRange(reported.Length - same, 0, 1);
            Assert.InRange(torn.Reader.GoodBytes, 0, length);
            Assert.True(minor < 26 || torn.IsWhole == ends.Contains(length), $"cut at {length}");
        }
    }

    [Theory]
    [InlineData(22)]
    [InlineData(26)]
    public void A_flipped_bit_never_throws_and_costs_no_more_than_it_may(int minor)
    {
        byte[] trace = GoDrawing.Trace(minor, Life, Life);
        int reported = 0;
        for (int bit = 0; bit < trace.Length * 8; bit++)
        {
            byte[] flipped = [.. trace];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            GoReading reading = GoReading.Of(flipped);
            Assert.Equal(reading.IsWhole, reading.Fault.Length == 0);
            Assert.InRange(reading.EventCount, 0, trace.Length);
            reported += reading.IsWhole ? 0 : 1;
        }

        Assert.InRange(reported, trace.Length, trace.Length * 8);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public void How_a_trace_is_cut_into_chunks_changes_nothing(int chunkBytes)
    {
        byte[] trace = GoDrawing.Trace(26, Life, Life);
        Assert.Equal(GoReading.Of(trace).Text, GoReading.Of(trace, chunkBytes).Text);
    }

    [Theory]
    [InlineData(22, 1, 4, 2, 3)]
    [InlineData(26, 1, 4, 2, 3)]
    [InlineData(26, 7, 9, 8, 8)]
    public void Missing_generations_are_reported_and_states_restart(
        int minor, ulong before, ulong after, ulong firstMissing, ulong lastMissing)
    {
        GoTraceFile file = new(minor);
        GoDrawing.Add(file, before, "7: ProcStatus 1 0 1, GoStatus 1 1 7 2");
        GoDrawing.Add(file, after, "8: ProcStatus 1 0 1, GoStatus 1 1 8 2");
        GoReading reading = GoReading.Of(file.Bytes);
        Assert.Equal(("", 1, 2), (reading.Fault, reading.Reader.GapCount, reading.Reader.GenerationCount));
        Assert.Equal((before, after), (reading.Reader.FirstGap!.Value.Before, reading.Reader.FirstGap.Value.After));
        Assert.Equal(lastMissing - firstMissing + 1, reading.Reader.FirstGap.Value.Count);
        Assert.Contains("there is a gap", reading.Contradiction, StringComparison.Ordinal);
        const string Restarted = "GoID=1 Undetermined->Running";
        Assert.Equal(2, reading.Lines.Count(line => line.Contains(Restarted, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(22)]
    [InlineData(26)]
    public void A_repeated_or_late_generation_ends_the_reading(int minor)
    {
        GoTraceFile file = new(minor);
        GoDrawing.Add(file, 5, Life);
        GoDrawing.Add(file, 4, Life);
        GoReading reading = GoReading.Of(file.Bytes);
        Assert.StartsWith("generations out of order", reading.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_generation_is_not_ended_by_another_where_there_are_end_marks()
    {
        GoTraceFile file = new(26);
        file.Clocks(1, 1_000).Clocks(2, 2_000);
        Assert.Contains("missing end-of-generation", GoReading.Of(file.Bytes).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_generation_larger_than_the_limit_ends_the_reading()
    {
        byte[] trace = GoDrawing.Trace(26, Life);
        GoReading reading = GoReading.Of(trace, maxBytes: 64);
        Assert.Contains("larger than 64 bytes", reading.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_before_the_first_fault_is_reported_even_if_a_second_follows()
    {
        // The first generation is wrong inside, and a byte that is no batch follows it.
        GoTraceFile file = new(22);
        GoDrawing.Add(file, 1, "7: ProcStatus 1 0 1, GoStatus 1 1 7 1, GoStop 1 1 0");
        file.Raw([0xff]);
        GoReading reading = GoReading.Of(file.Bytes);
        Assert.Equal(("expected a goroutine but didn't have one", 2), (reading.Fault, reading.EventCount));
    }
}
