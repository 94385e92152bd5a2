using Contrail.Analysis.NetTrace.Summary;
using Contrail.Analysis.Views;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;
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

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    public void Ids_of_any_64_bits_are_read(ulong id)
    {
        FileEvent wait = RuntimeEvents.ContentionStart() with
        {
            Payload = new PayloadWriter().U8(0).U16(9).U64(id).U64(id).U64(id).ToArray(),
        };
        TraceSummary summary = Summaries.Read(new NetTraceFile()
            .Add(wait, at: 1, thread: id).Add(RuntimeEvents.ContentionStop(1e6), at: 2, thread: id)
            .Add(RuntimeEvents.Exception("A", "b"), at: 3, thread: id).Add(RuntimeEvents.Sample(), at: 4, thread: id)
            .Add(RuntimeEvents.AllocationTick("A", id), at: 5, thread: id)
            .Add(RuntimeEvents.ThreadPoolWorkerStart(), at: 6, thread: id).Whole());
        Assert.Equal((1, 1, 1), (summary.Contention.Count, summary.Exceptions.Count, summary.Samples?.Count ?? 0));
        Assert.Equal((id, "thread pool"), (summary.Threads.Busiest[0].ThreadId, summary.Threads.Busiest[0].Role));
    }

    [Fact]
    public void A_stack_at_the_last_tick_of_the_clock_is_read()
    {
        TraceObject trace = new(
            NetTraceFile.Begin, new TraceTicks(long.MaxValue), 1_000_000_000, sizeof(ulong), 42, 2, 1_000_000);
        NetTraceFile file = new NetTraceFile(trace)
            .Stacks(1, [0x1004]).Add(RuntimeEvents.Exception("A.B", "c"), at: 0, stack: 1);
        Assert.Equal(1, Summaries.Read(file.Whole()).Exceptions.Count);
    }

    [Fact]
    public void Collections_inside_a_pause_of_a_century_are_read()
    {
        NetTraceFile file = new NetTraceFile().Add(RuntimeEvents.SuspendBegin(), at: 0, thread: 7);
        for (int number = 1; number <= 16; number++)
        {
            file.Add(RuntimeEvents.GCStart(number, 0), at: 1, thread: 7);
        }

        TraceSummary summary = Summaries.Read(file.Add(RuntimeEvents.RestartEnd(), at: 3.1e12, thread: 7).Whole());
        Assert.Equal((16, 1), (summary.Collections.Count, summary.Collections.PauseCount));
    }

    [Fact]
    public void Ends_of_suspensions_without_a_start_are_counted()
    {
        NetTraceFile file = new NetTraceFile().Add(RuntimeEvents.GCStart(1, 2, 0, 1), at: 1, thread: 7);
        for (int number = 0; number < 1_500; number++)
        {
            file.Add(RuntimeEvents.SuspendBegin(), at: 2, thread: 7).Add(RuntimeEvents.RestartEnd(), at: 3, thread: 99);
        }

        // No collection started in the background since, so nothing is paired; the last start is open.
        CollectionSummary collections = Summaries.Read(file.Whole()).Collections;
        Assert.Equal((2_999, 1), (collections.UnpairedCount, collections.PauseCount));
    }

    private static bool TryRead(byte[] bytes)
    {
        using MemoryStream stream = new(bytes);
        return TraceSummary.TryRead(stream, out _, out _, TestContext.Current.CancellationToken);
    }
}
