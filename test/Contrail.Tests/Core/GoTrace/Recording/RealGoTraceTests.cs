using Contrail.Core.Formats;
using Contrail.Core.Ring;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.GoTrace.Recording;

/// <summary>Traces that Go 1.22, 1.25 and 1.26 wrote.</summary>
public sealed class RealGoTraceTests
{
    public static TheoryData<string> Traces { get; } = SharedGoTraces.Names("traces", "*.trace");

    [Theory]
    [MemberData(nameof(Traces))]
    public void A_real_trace_is_reproduced_byte_for_byte_with_the_counts_of_Gos_reader(string name)
    {
        string folder = SharedGoTraces.Require("traces");
        byte[] stream = File.ReadAllBytes(Path.Combine(folder, name));
        string[] expected = File.ReadLines(Path.Combine(folder, "..", "EXPECTED.tsv"))
            .Select(line => line.Split('\t')).Single(fields => fields[0] == name);
        using GoRecorded recorded = GoRecorded.Of(stream, StreamEnd.Unknown);
        GoRecorded.Taken taken = recorded.Take()!;
        Assert.Equal(SourceState.Ended, recorded.Trace.Counts().Status);
        Assert.Equal(expected[1], taken.Manifest.Format);
        Assert.Equal(expected[2], taken.SizeBytes.ToString());
        Assert.Equal(expected[3], taken.Manifest.Generations.ToString());
        Assert.Equal(expected[4], taken.Manifest.Frames.ToString());
        Assert.True(stream.AsSpan().SequenceEqual(taken.Trace));
    }

    [Theory]
    [MemberData(nameof(Traces))]
    public void At_any_limit_a_snapshot_is_the_header_and_the_last_generations(string name)
    {
        byte[] stream = File.ReadAllBytes(Path.Combine(SharedGoTraces.Require("traces"), name));
        List<GoTraceReading> generations = GoTraceReading.Of(stream);
        foreach (double seconds in new[] { 0, 0.9, 1.9, 2.9, 60 })
        {
            using GoRecorded recorded = new(seconds: seconds);
            recorded.Trace.Append(stream);
            recorded.Trace.Complete(default, StreamEnd.Clean);
            byte[] trace = recorded.Take()!.Trace;
            Assert.Contains(generations, one =>
                trace.AsSpan().SequenceEqual([.. stream[..16], .. stream[one.Start..]]));
        }
    }

    // Where a real stream may be cut between two batches, only the ends of generations are taken for an end.
    [Theory]
    [InlineData("mg1.22.trace")]
    [InlineData("mg1.25.trace")]
    [InlineData("mg1.26.trace")]
    public void A_real_file_cut_between_two_batches_is_complete_only_at_the_end_of_a_generation(string name)
    {
        byte[] stream = File.ReadAllBytes(Path.Combine(SharedGoTraces.Require("traces"), name));
        List<GoTraceReading> generations = GoTraceReading.Of(stream);
        HashSet<int> ends = [.. generations.Select(one => one.End)];
        foreach (int end in FrameEnds(stream))
        {
            using GoRecorded recorded = GoRecorded.Of(stream[..end], StreamEnd.Unknown);
            Assert.Equal(
                ends.Contains(end) ? SourceState.Ended : SourceState.Torn, recorded.Trace.Counts().Status);
            int keptEnd = recorded.Take() is { } taken ? taken.Trace.Length : 16;
            Assert.Equal(generations.Where(one => one.End <= end).Select(one => one.End).LastOrDefault(16), keptEnd);
        }
    }

    private static List<int> FrameEnds(byte[] stream)
    {
        Contrail.Core.GoTrace.Wire.GoTraceSplitter splitter = new();
        List<int> ends = [];
        int offset = 0;
        while (splitter.Split(stream.AsSpan(offset), out Frame frame, out _) == SplitStatus.Complete)
        {
            splitter.Take(frame);
            offset += frame.WholeBytes;
            ends.Add(offset);
        }

        return ends;
    }
}
