using Contrail.Analysis.Views;
using Contrail.Core.Decoding;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Analysis;

public sealed class TraceSummaryTests
{
    private const ulong Recorder = 1UL << 62;

    [Fact]
    public void Events_are_counted_by_provider_and_name()
    {
        TraceSummary summary = Summaries.Read(new NetTraceFile()
            .Add(Custom("App", 1, "Begin"), at: 1)
            .Add(Custom("App", 2, "End"), at: 2).Add(Custom("App", 2, "End"), at: 3)
            .Add(GCStart(1, 0), at: 4).Add(Runtime(9_999), at: 5).Whole());
        Assert.Equal(["App", RuntimeProvider.Name], summary.Providers.Select(provider => provider.Provider));
        Assert.Equal([3, 2], summary.Providers.Select(provider => provider.Count));
        Assert.Equal([new NamedCount("End", 2), new NamedCount("Begin", 1)], summary.Providers[0].Events);
        Assert.Equal([new NamedCount("GCStart", 1), new NamedCount("event 9999", 1)], summary.Providers[1].Events);
    }

    [Fact]
    public void What_a_recorder_added_is_no_part_of_what_happened()
    {
        TraceSummary summary = Summaries.Read(new NetTraceFile()
            .Add(GCStart(1, 0), at: 0, capture: Recorder).Add(Exception("A", "b"), at: 0, capture: Recorder)
            .AddAll(Certificate(Certificates.Usual), at: 5, capture: Recorder).Whole());
        Assert.Empty(summary.Providers);
        Assert.Equal((0, 0, 0), (summary.Collections.Count, summary.Exceptions.Count, summary.Threads.Count));
        Assert.Equal(3, summary.Facts.EventsAdded);
    }

    [Fact]
    public void Exceptions_are_counted_by_type_and_by_message()
    {
        ExceptionSummary exceptions = Summaries.Read(new NetTraceFile()
            .Add(Exception("System.IO.IOException", "disk"), at: 30, thread: 2)
            .Add(Exception("App.OutOfStock", "pen"), at: 10).Add(Exception("App.OutOfStock", "pen"), at: 20)
            .Add(Exception("App.OutOfStock", "ink"), at: 25).Whole()).Exceptions;
        Assert.Equal(4, exceptions.Count);
        Assert.Equal(
            [new NamedCount("App.OutOfStock", 3), new NamedCount("System.IO.IOException", 1)], exceptions.Types);
        Assert.Equal(new ExceptionCount("App.OutOfStock", "pen", 2), exceptions.Messages[0]);
        Assert.Equal(3, exceptions.Messages.Count);
        Assert.Equal(NetTraceFile.Begin.AddMilliseconds(10), exceptions.FirstUtc);
        Assert.Equal(NetTraceFile.Begin.AddMilliseconds(30), exceptions.LastUtc);
    }

    [Fact]
    public void A_flood_of_different_messages_is_bounded_and_still_counted()
    {
        NetTraceFile file = new();
        for (int number = 0; number < 3_000; number++)
        {
            file.Add(Exception("App.Failed", $"request {number} " + new string('x', 500)), at: number);
        }

        ExceptionSummary exceptions = Summaries.Read(file.Whole()).Exceptions;
        Assert.Equal((3_000, 10), (exceptions.Count, exceptions.Messages.Count));
        Assert.Equal(3_000, Assert.Single(exceptions.Types).Count);
        Assert.All(exceptions.Messages, message => Assert.Equal(200, message.Message.Length));
    }

    [Fact]
    public void Waits_are_as_long_as_the_runtime_says_or_as_their_pair()
    {
        ContentionSummary contention = Summaries.Read(new NetTraceFile()
            .Add(Custom("App", 1, "Begin"), at: 100)
            .Add(ContentionStart(), at: 110, thread: 2).Add(ContentionStop(4e6), at: 114.5, thread: 2)
            .Add(ContentionStart(), at: 120, thread: 2).Add(ContentionStart(), at: 125, thread: 3)
            .Add(ContentionStopWithoutDuration(), at: 126, thread: 2)
            .Add(ContentionStop(double.NaN), at: 127, thread: 3)
            .Add(ContentionStopWithoutDuration(), at: 130, thread: 4)
            .Add(ContentionStart(1), at: 140, thread: 5).Add(ContentionStop(9e9, flags: 1), at: 150, thread: 5).Whole())
            .Contention;
        Assert.Equal((4, 1, 1), (contention.Count, contention.UnmeasuredCount, contention.NativeCount));
        Assert.Equal(Milliseconds(4 + 6 + 2), contention.Total);
        Assert.Equal((Milliseconds(6), Milliseconds(20)), (contention.Longest, contention.LongestOffset));
        Assert.Equal(0, contention.WaitingAtEnd);
    }

    [Fact]
    public void Waits_that_the_window_cuts_are_told()
    {
        ContentionSummary contention = Summaries.Read(new NetTraceFile()
            .Add(Custom("App", 1, "Begin"), at: 100)
            .Add(ContentionStop(50e6), at: 110, thread: 2)
            .Add(ContentionStart(), at: 200, thread: 3).Add(ContentionStart(1), at: 150, thread: 4)
            .Add(Custom("App", 2, "End"), at: 1_200).Whole()).Contention;
        Assert.Equal((1, Milliseconds(50)), (contention.Count, contention.Total));
        Assert.Equal(Milliseconds(-40), contention.LongestOffset);
        Assert.Equal((1, Milliseconds(1_000)), (contention.WaitingAtEnd, contention.LongestWaitingAtEnd));
    }

    [Fact]
    public void Waits_that_cannot_be_so_long_do_not_break_the_sum()
    {
        NetTraceFile file = new();
        for (int number = 0; number < 100; number++)
        {
            file.Add(ContentionStop(1e300), at: number);
        }

        ContentionSummary contention = Summaries.Read(file.Whole()).Contention;
        Assert.Equal(100, contention.Count);
        Assert.True(contention.Total > TimeSpan.Zero);
    }

    [Fact]
    public void Threads_are_told_by_how_much_they_wrote()
    {
        ThreadSummary threads = Summaries.Read(new NetTraceFile()
            .Add(Custom("App", 1, "A"), at: 1, thread: 7).Add(Custom("App", 1, "A"), at: 2, thread: 9)
            .Add(Custom("App", 1, "A"), at: 3, thread: 9)
            .Add(ThreadPoolAdjustment(12, reason: 6), at: 4, thread: 8)
            .Add(ThreadPoolAdjustment(9, reason: 3), at: 5, thread: 8)
            .Add(ThreadPoolAdjustment(11, reason: 6), at: 6, thread: 8)
            .Add(MethodRundown(0x1000, 1, "A", "B"), at: 7, thread: 100).Whole()).Threads;
        Assert.Equal(3, threads.Count);
        Assert.Equal([new ThreadCount(8, 3), new(9, 2), new(7, 1)], threads.Busiest);
        Assert.Equal((3, 2, 12), (threads.PoolAdjustmentCount, threads.PoolStarvationCount, threads.PoolThreadsMax));
        Assert.Equal([new NamedCount("starvation", 2), new NamedCount("climbing", 1)], threads.PoolReasons);
    }

    [Fact]
    public void Samples_are_named_by_what_was_at_the_address_at_that_time()
    {
        // A rundown, behind the samples, names one; the other address is used twice; stack ids begin anew.
        SampleSummary? samples = Summaries.Read(new NetTraceFile()
            .Add(MethodLoad(0x1000, 64, "Dyn", "First"), at: 1).Add(MethodUnload(0x1000, 64, "Dyn", "First"), at: 10)
            .Add(MethodLoad(0x1000, 64, "Dyn", "Second"), at: 12)
            .Stacks(1, [0x1004, 0x9000], [0x9008], [])
            .Add(Sample(), at: 5, stack: 1).Add(Sample(), at: 15, stack: 1).Add(Sample(), at: 16, stack: 1)
            .Add(Sample(), at: 17, stack: 2).Add(Sample(type: 1), at: 18, stack: 2)
            .Add(Sample(), at: 19, stack: 3).Add(Sample(), at: 19, stack: 4)
            .Point(at: 20).Stacks(1, [0x9010]).Add(Sample(), at: 21, stack: 1).Add(Sample(), at: 22, stack: 2)
            .Add(MethodRundown(0x9000, 64, "Shop.Checkout", "Pay"), at: 30).Whole()).Samples;
        Assert.Equal(
            [new NamedCount("Dyn.Second", 2), new NamedCount("Shop.Checkout.Pay", 2), new NamedCount("Dyn.First", 1)],
            samples?.TopMethods);
        Assert.Equal((9, 8, 3), (samples!.Count, samples.ManagedCount, samples.UnnamedCount));
    }

    [Fact]
    public void Without_samples_there_is_no_summary_of_them() =>
        Assert.Null(Summaries.Read(new NetTraceFile().Add(GCStart(1, 0), at: 1).Whole()).Samples);

    private static FileEvent Runtime(int eventId) => new(RuntimeProvider.Name, eventId, 0, []);

    private static TimeSpan Milliseconds(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
