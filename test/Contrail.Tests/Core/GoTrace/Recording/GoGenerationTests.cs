using Contrail.Core.Formats;
using Contrail.Core.Ring;
using Contrail.Tests.Support;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Core.GoTrace.Recording;

/// <summary>When a generation is complete, and how an incomplete one is handled.</summary>
public sealed class GoGenerationTests
{
    public static TheoryData<int> Versions { get; } = [22, 23, 25, 26];

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_snapshot_is_the_header_and_the_unchanged_generations(int minor)
    {
        GoTraceFile file = new(minor);
        file.Generation(5, 1, 70_000).Generation(6, 2).Generation(7, 3, 300_000);
        GoRecorded.Taken taken = Take(file.Bytes);
        Assert.Equal(file.Bytes, taken.Trace);
        Assert.Equal(taken.Trace.Length, taken.SizeBytes);
        Assert.Equal(3, taken.Manifest.Generations);
        Assert.Equal(SourceState.Ended, taken.Manifest.Source);
        Assert.Equal($"go 1.{minor}", taken.Manifest.Format);
        Assert.Empty(taken.Manifest.Losses);
    }

    [Fact]
    public void However_the_stream_is_cut_the_snapshot_is_the_same() => Gen.Select(
        Gen.OneOf(Gen.Const(22), Gen.Const(25), Gen.Const(26)), Gen.Int[1, 70_000].Array[1, 6]).Sample(
        (minor, chunks) =>
        {
            byte[] stream = new GoTraceFile(minor).Generation(1, 1, 90_000).Generation(2, 2).Generation(3, 3).Bytes;
            using GoRecorded recorded = new();
            for (int offset = 0, turn = 0; offset < stream.Length; turn++)
            {
                int taken = Math.Min(chunks[turn % chunks.Length], stream.Length - offset);
                recorded.Trace.Append(stream.AsSpan(offset, taken));
                offset += taken;
            }

            recorded.Trace.Complete(default, StreamEnd.Clean);
            Assert.Equal(stream, recorded.Take()!.Trace);
        }, iter: 100);

    [Fact]
    public void A_single_byte_at_a_time_changes_nothing()
    {
        byte[] stream = new GoTraceFile(26).Generation(1, 1).Experiment(2, 2, [9]).Generation(2, 2).Bytes;
        using GoRecorded recorded = new();
        foreach (byte one in stream)
        {
            recorded.Trace.Append([one]);
        }

        Assert.Equal(stream, recorded.Take()!.Trace);
    }

    [Fact]
    public void Up_to_1_25_the_next_generation_ends_one_and_only_a_clean_end_the_last()
    {
        byte[] stream = new GoTraceFile(25).Generation(1, 1).Generation(2, 2).Bytes;
        using GoRecorded recorded = new();
        recorded.Trace.Append(stream);
        Assert.Equal("1", recorded.Take()!.Generations);
        recorded.Trace.Complete(default, StreamEnd.Clean);
        Assert.Equal("1 2", recorded.Take()!.Generations);
        using GoRecorded broken = GoRecorded.Of(stream, StreamEnd.Broken);
        Assert.Equal("1", broken.Take()!.Generations);
        Assert.Equal(SourceState.Torn, broken.Take()!.Manifest.Source);
    }

    [Fact]
    public void From_1_26_on_the_end_mark_ends_a_generation_at_once()
    {
        byte[] stream = new GoTraceFile(26).Generation(1, 1).Generation(2, 2).Bytes;
        using GoRecorded recorded = new();
        recorded.Trace.Append(stream.AsSpan(0, stream.Length - 1));
        Assert.Equal("1", recorded.Take()!.Generations);
        recorded.Trace.Append(stream.AsSpan(stream.Length - 1));
        Assert.Equal("1 2", recorded.Take()!.Generations);
    }

    [Fact]
    public void Without_its_end_mark_no_generation_of_1_26_is_complete()
    {
        GoTraceFile file = new(26);
        file.Generation(1, 1).Clocks(2, 2_000_000_000).Strings(2, 2_000_000_000).Generation(3, 3);
        GoRecorded.Taken taken = Take(file.Bytes);
        Assert.Equal("3", taken.Generations);
        Assert.Contains(taken.Manifest.Losses, loss => loss is
        {
            Reason: LossReason.GenerationBroken, Detail: "the end mark of generation 2 is missing", Count: 1,
        });
    }

    // Which of three generations is broken, and how; what a file then contains, and what is next to it from before.
    [Theory]
    [InlineData("no clocks", "generation 2 has no frequency and clocks")]
    [InlineData("clocks twice", "generation 2 contains its clocks twice")]
    [InlineData("frequency 0", "the clocks of generation 2 cannot be read")]
    [InlineData("cut clocks", "the clocks of generation 2 cannot be read")]
    [InlineData("number 0", "a batch has the generation number 0")]
    public void An_incomplete_generation_is_never_written(string how, string reported)
    {
        GoTraceFile file = Broken(how);
        GoRecorded.Taken taken = Take(file.Bytes);
        Assert.Equal("3", taken.Generations);
        Assert.Equal(1UL, Assert.Single(GoTraceReading.Of(taken.Companions[".1.earlier.trace"])).Number);
        Assert.Contains(taken.Manifest.Losses, loss =>
            loss.Reason == LossReason.GenerationBroken && loss.Detail == reported);
    }

    [Theory]
    [InlineData("no clocks")]
    [InlineData("number 0")]
    public void Under_Gos_rule_it_ends_the_recording_and_earlier_data_can_be_written(string how)
    {
        using GoRecorded recorded = new(keepAsGo: true);
        Assert.Equal(SourceState.Malformed, recorded.Trace.Append(Broken(how).Bytes));
        Assert.Equal("1", recorded.Take()!.Generations);
        Assert.Equal(SourceState.Malformed, recorded.Take()!.Manifest.Source);
    }

    [Theory]
    [InlineData(22, "1 2 4 5", "4 5", "generation 4 follows generation 2", 1)]
    [InlineData(25, "1 2 4 5", "4 5", "generation 4 follows generation 2", 1)]
    [InlineData(26, "1 2 9", "9", "generation 9 follows generation 2", 6)]
    [InlineData(26, "1 3 2 4", "4", "generation 2 follows generation 3", 1)]
    public void A_gap_is_reported_with_both_numbers_and_begins_a_run(
        int minor, string numbers, string newest, string reported, long count)
    {
        GoTraceFile file = new(minor);
        ulong second = 1;
        foreach (string number in numbers.Split(' '))
        {
            file.Generation(ulong.Parse(number), second++);
        }

        using GoRecorded recorded = GoRecorded.Of(file.Bytes);
        GoRecorded.Taken taken = recorded.Take()!;
        Assert.Equal(newest, taken.Generations);
        Assert.Contains(recorded.Trace.Counts().LossCounts, loss => loss.Key == LossReason.GenerationGap);
        Assert.Contains(taken.Manifest.Losses, loss =>
            loss.Reason == LossReason.GenerationGap && loss.Detail == reported && loss.Count == count);

        // Together, the trace and those next to it contain every generation.
        string all = string.Join(' ', taken.Companions.Where(file => file.Key.EndsWith(".earlier.trace"))
            .OrderBy(file => file.Key)
            .SelectMany(file => GoTraceReading.Of(file.Value))
            .Select(one => one.Number).Append(ulong.Parse(newest.Split(' ')[0])));
        Assert.StartsWith(all, numbers, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_stream_begins_a_run_even_if_its_numbers_continue()
    {
        using GoRecorded recorded = new();
        recorded.Trace.Append(new GoTraceFile(25).Generation(1, 1).Generation(2, 2).Bytes);
        recorded.Trace.EndStream(default, StreamEnd.Broken);
        recorded.Trace.BeginStream(default);
        Assert.Equal("1", recorded.Take()!.Generations);
        recorded.Trace.Append(new GoTraceFile(26).Generation(3, 3).Bytes);
        GoRecorded.Taken taken = recorded.Take()!;
        Assert.Equal(new GoTraceFile(26).Generation(3, 3).Bytes, taken.Trace);
        Assert.Equal(new GoTraceFile(25).Generation(1, 1).Bytes, taken.Companions[".1.earlier.trace"]);
    }

    [Fact]
    public void The_torn_end_of_a_broken_stream_is_next_to_the_trace_and_never_in_it()
    {
        GoTraceFile file = new(26);
        file.Generation(1, 1);
        int wholeBytes = file.Length;
        file.Clocks(2, 2_000_000_000).Batch(2, 7, 2_000_000_001, new byte[500]);
        byte[] torn = file.Bytes[..^20];
        using GoRecorded recorded = GoRecorded.Of(torn, StreamEnd.Broken);
        GoRecorded.Taken taken = recorded.Take()!;
        Assert.Equal(torn[..wholeBytes], taken.Trace);
        Assert.Equal([.. torn[..16], .. torn[wholeBytes..]], taken.Companions[".torn"]);
        Assert.Equal(
            torn.Length - wholeBytes,
            Assert.Single(taken.Manifest.Losses, loss => loss.Reason == LossReason.Truncated).Count);
    }

    [Fact]
    public void The_wall_clock_is_the_traces_own_where_it_contains_one()
    {
        GoRecorded.Taken taken = Take(new GoTraceFile(26).Generation(1, 10).Generation(2, 11).Bytes);
        Assert.Equal(new DateTime(2026, 1, 1, 0, 0, 10, DateTimeKind.Utc), taken.Manifest.FirstUtc);
        Assert.InRange(taken.Manifest.WindowSeconds, 1.99, 2);
    }

    private static GoRecorded.Taken Take(byte[] stream)
    {
        using GoRecorded recorded = GoRecorded.Of(stream);
        return recorded.Take()!;
    }

    private static GoTraceFile Broken(string how)
    {
        GoTraceFile file = new(26);
        file.Generation(1, 1);
        const ulong Start = 2_000_000_000;
        file = how switch
        {
            "no clocks" => file.Strings(2, Start).End(),
            "clocks twice" => file.Clocks(2, Start).Clocks(2, Start).Strings(2, Start).End(),
            "frequency 0" => file.Clocks(2, Start, 0x8000_0000_0000_0000).Strings(2, Start).End(),
            "cut clocks" => file.Batch(2, GoTraceFile.NoThread, Start, [0x32, 0x08]).Strings(2, Start).End(),
            _ => file.Clocks(2, Start).Batch(0, 7, Start, [1, 2, 3]).Strings(2, Start).End(),
        };
        return file.Generation(3, 3);
    }
}
