using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.GoTrace.Wire;

public sealed class GoTraceSplitterTests
{
    [Theory]
    [InlineData("go 1.22 trace", SplitStatus.Complete, "")]
    [InlineData("go 1.23 trace", SplitStatus.Complete, "")]
    [InlineData("go 1.25 trace", SplitStatus.Complete, "")]
    [InlineData("go 1.26 trace", SplitStatus.Complete, "")]
    [InlineData("go 1.5 trace", SplitStatus.Unsupported, "a Go 1.5 trace, of the format before Go 1.22")]
    [InlineData("go 1.11 trace", SplitStatus.Unsupported, "a Go 1.11 trace, of the format before Go 1.22")]
    [InlineData("go 1.21 trace", SplitStatus.Unsupported, "a Go 1.21 trace, of the format before Go 1.22")]
    [InlineData("go 1.24 trace", SplitStatus.Unsupported, "a Go 1.24 trace, an unknown format")]
    [InlineData("go 1.31 trace", SplitStatus.Unsupported, "a Go 1.31 trace, an unknown format")]
    [InlineData("go 1.22 tracing", SplitStatus.Malformed, "this is not a Go execution trace")]
    [InlineData("go 1.022 trace", SplitStatus.Malformed, "this is not a Go execution trace")]
    [InlineData("go 1.-2 trace", SplitStatus.Malformed, "this is not a Go execution trace")]
    [InlineData("<!DOCTYPE html>", SplitStatus.Malformed, "this is not a Go execution trace")]
    public void A_header_is_known_or_rejected_by_name(string header, object expected, string fault)
    {
        GoTraceSplitter splitter = new();
        Assert.Equal(expected, splitter.Split(GoTraceFile.HeaderOf(header), out _, out _));
        Assert.StartsWith(fault, splitter.Fault.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_cannot_become_a_trace_are_rejected_at_the_first_byte() =>
        Assert.Equal(SplitStatus.Malformed, new GoTraceSplitter().Split("<"u8, out _, out _));

    [Fact]
    public void A_prefix_of_a_batch_needs_more_bytes_and_never_more_than_the_batch_has()
    {
        byte[] batch = new GoTraceFile(26).Batch(3, GoTraceFile.NoThread, 77, new byte[200]).Bytes[16..];
        for (int length = 0; length < batch.Length; length++)
        {
            GoTraceSplitter splitter = Started(26);
            Assert.Equal(SplitStatus.NeedMore, splitter.Split(batch.AsSpan(0, length), out _, out int bytesNeeded));
            Assert.InRange(bytesNeeded, length + 1, batch.Length);
        }

        Assert.Equal(SplitStatus.Complete, Started(26).Split(batch, out Frame frame, out _));
        Assert.Equal(batch, frame.Payload);
    }

    [Theory]
    [InlineData(22, new byte[] { 0x31, 1, 1, 1, 1, 0 }, SplitStatus.Malformed)]   // Experiments exist since 1.23.
    [InlineData(23, new byte[] { 0x31, 1, 1, 1, 1, 0 }, SplitStatus.Complete)]
    [InlineData(25, new byte[] { 0x34 }, SplitStatus.Malformed)]                  // End marks exist since 1.26.
    [InlineData(26, new byte[] { 0x34 }, SplitStatus.Complete)]
    [InlineData(26, new byte[] { 0x02 }, SplitStatus.Malformed)]
    [InlineData(26, new byte[] { 1, 1, 1, 1, 0x80, 0x80, 0x04 }, SplitStatus.NeedMore)]    // 65,536 bytes: the most.
    [InlineData(26, new byte[] { 1, 1, 1, 1, 0x81, 0x80, 0x04 }, SplitStatus.Malformed)]
    [InlineData(
        26, new byte[] { 1, 255, 255, 255, 255, 255, 255, 255, 255, 255, 2, 1, 1, 0 }, SplitStatus.Malformed)]
    public void A_frame_is_one_of_its_version_and_within_its_limits(int minor, byte[] bytes, object expected) =>
        Assert.Equal(expected, Started(minor).Split(bytes, out _, out _));

    [Fact]
    public void An_older_format_ends_the_recording_by_its_name()
    {
        using GoRecorded recorded = new();
        Assert.Equal(SourceState.Unsupported, recorded.Trace.Append(GoTraceFile.HeaderOf("go 1.19 trace")));
        Assert.Contains("Go 1.19", recorded.Trace.Counts().Fault.Words(), StringComparison.Ordinal);
    }

    private static GoTraceSplitter Started(int minor)
    {
        GoTraceSplitter splitter = new();
        splitter.Split(new GoTraceVersion(minor).Header(), out Frame header, out _);
        splitter.Take(header);
        return splitter;
    }
}
