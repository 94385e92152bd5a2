using Contrail.Analysis.NetTrace.Summary;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Analysis.NetTrace;

/// <summary>The bytes of a file can lie: its summary never throws, and no sum leaves its range.</summary>
public sealed class HostileSummaryTests
{
    [Theory]
    [InlineData("net8")]
    [InlineData("net9")]
    [InlineData("net10")]
    [InlineData("snapshot")]
    [InlineData("drawn")]
    public void A_flipped_bit_never_throws(string name)
    {
        const int Flips = 200;
        byte[] file = FlippedFile.Whole(name);
        int readCount = 0;
        for (int seed = 0; seed < Flips; seed++)
        {
            (byte[] flipped, string place) = FlippedFile.Of(file, seed);
            Exception? thrown = Record.Exception(() => readCount += TryRead(flipped) ? 1 : 0);
            Assert.True(thrown is null, $"{place}: {thrown}");
        }

        // The few that are refused have a flip before the trace object.
        Assert.InRange(readCount, Flips * 9 / 10, Flips);
    }

    [Fact]
    public void Times_at_the_ends_of_the_clock_are_read()
    {
        NetTraceFile file = new NetTraceFile()
            .Add(RuntimeEvents.SuspendBegin(), at: -9e12).Add(RuntimeEvents.GCStart(1, 0), at: -9e12)
            .Add(RuntimeEvents.ContentionStart(), at: -9e12, thread: 2)
            .Add(RuntimeEvents.RestartEnd(), at: 9e12).Add(RuntimeEvents.ContentionStop(1e300), at: 9e12, thread: 2)
            .Add(RuntimeEvents.Exception("A", "b"), at: 9e12);
        TraceSummary summary = Summaries.Read(file.Whole());
        Assert.Equal((1, 1, 1), (summary.Collections.PauseCount, summary.Contention.Count, summary.Exceptions.Count));
        Assert.True(summary.Collections.PauseTotal > TimeSpan.FromDays(365));
    }

    private static bool TryRead(byte[] bytes)
    {
        using MemoryStream stream = new(bytes);
        return TraceSummary.TryRead(stream, out _, out _, TestContext.Current.CancellationToken);
    }
}
