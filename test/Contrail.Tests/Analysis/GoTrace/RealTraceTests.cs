using System.Buffers;
using Contrail.Analysis.GoTrace.Text;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Analysis.GoTrace;

/// <summary>Traces of real runtimes, with the counts of <c>go tool trace</c> of Go 1.26.</summary>
public sealed class RealTraceTests
{
    [Theory]
    [InlineData("mg1.22", 5, 45127)]
    [InlineData("mg1.25", 5, 114318)]
    [InlineData("mg1.26", 5, 114310)]
    [InlineData("af_http1.25", 2, 16669)]
    [InlineData("af_http1.26", 2, 4103)]
    [InlineData("mini126", 2, 6)]
    [InlineData("stress-1.26", 1, 310179)]
    [InlineData("annotations-stress-1.26", 1, 525)]
    public void A_trace_is_read_completely_and_is_consistent(string name, int generationCount, long eventCount)
    {
        GoReading reading = GoReading.Of(Trace(name));
        Assert.Equal(("", ""), (reading.Fault, reading.Contradiction));
        Assert.Equal(
            (generationCount, eventCount, generationCount + 1),
            (reading.Reader.GenerationCount, reading.Reader.EventCount, reading.SyncCount));
    }

    [Theory]
    [InlineData("mg1.22")]
    [InlineData("mg1.26")]
    public void Any_run_of_generations_can_be_read_by_itself(string name)
    {
        byte[] trace = Trace(name);
        List<GoTraceReading> generations = GoTraceReading.Of(trace);
        for (int first = 0; first < generations.Count; first++)
        {
            for (int last = first; last < generations.Count; last++)
            {
                byte[] part = [.. trace[..16], .. trace[generations[first].Start..generations[last].End]];
                GoReading reading = GoReading.Of(part);
                Assert.Equal(("", ""), (reading.Fault, reading.Contradiction));
                Assert.Equal(last - first + 1, reading.Reader.GenerationCount);
            }
        }
    }

    [Theory]
    [InlineData("mg1.22")]
    [InlineData("mg1.26")]
    [InlineData("annotations-stress-1.26")]
    [InlineData("mini126")]
    public void A_text_assembles_to_the_same_trace_but_for_padding(string name)
    {
        byte[] trace = Trace(name);
        byte[] again = AssembledTraces.Assembled(WireOf(trace));
        Assert.Equal(trace[..16], again[..16]);
        Assert.True(again.Length < trace.Length);
        Assert.Equal(WireOf(trace), WireOf(again));
        Assert.Equal(again, AssembledTraces.Assembled(WireOf(again)));
    }

    private static byte[] WireOf(byte[] trace)
    {
        ArrayBufferWriter<byte> text = new();
        WireText wire = new(text);
        GoReading.Feed(wire, trace);
        Assert.Null(wire.Fault);
        return text.WrittenSpan.ToArray();
    }

    private static byte[] Trace(string name) => AssembledTraces.Read("traces", name + ".trace");
}
