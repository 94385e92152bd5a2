using System.Globalization;
using Contrail.Analysis.NetTrace.Summary;
using Contrail.Analysis.Views;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Analysis.NetTrace;

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
    public void Events_added_by_a_recorder_are_not_part_of_what_happened()
    {
        TraceSummary summary = Summaries.Read(new NetTraceFile()
            .Add(GCStart(1, 0), at: 0, capture: Recorder).Add(Exception("A", "b"), at: 0, capture: Recorder)
            .AddAll(SnapshotManifest(Manifests.Usual), at: 5, capture: Recorder).Whole());
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
            file.Add(Exception("App.Failed", $"request {Letters(number)} " + new string('x', 2_000)), at: number);
        }

        ExceptionSummary exceptions = Summaries.Read(file.Whole()).Exceptions;
        Assert.Equal((3_000, 10), (exceptions.Count, exceptions.Messages.Count));
        Assert.Equal(3_000, Assert.Single(exceptions.Types).Count);
        Assert.All(exceptions.Messages, message => Assert.Equal(1_000, message.Message.Length));
    }

    [Fact]
    public void Messages_that_differ_in_numbers_and_ids_count_as_one()
    {
        ExceptionSummary exceptions = Summaries.Read(new NetTraceFile()
            .Add(Exception("App.Failed", "job 3f2504e0-4f89 try 0"), at: 1)
            .Add(Exception("App.Failed", "job 9a0c0305-82c3 try 12"), at: 2)
            .Add(Exception("App.Failed", "port 80 closed"), at: 3).Whole()).Exceptions;
        Assert.Equal(
            [new ExceptionCount("App.Failed", "job #-# try #", 2), new("App.Failed", "port 80 closed", 1)],
            exceptions.Messages);
    }

    [Fact]
    public void A_target_that_rises_because_threads_block_is_starvation()
    {
        ThreadSummary threads = Summaries.Read(new NetTraceFile()
            .Add(ThreadPoolAdjustment(6, reason: 8), at: 6, thread: 8)
            .Add(ThreadPoolAdjustment(4, reason: 8), at: 4, thread: 9)
            .Add(ThreadPoolAdjustment(5, reason: 8), at: 5, thread: 9)
            .Add(ThreadPoolAdjustment(2, reason: 8), at: 7, thread: 9).Whole()).Threads;
        Assert.Equal((2, 0), (threads.PoolBlockingRiseCount, threads.PoolStarvationCount));
    }

    [Fact]
    public void Allocated_types_and_the_heap_size_are_listed()
    {
        TraceSummary summary = Summaries.Read(new NetTraceFile()
            .Add(AllocationTick("App.Order", 300), at: 1).Add(AllocationTick("System.Byte[]", 1_000), at: 2)
            .Add(AllocationTick("App.Order", 400), at: 3)
            .Add(HeapStats(10), at: 5).Add(HeapStats(2), at: 6).Whole());
        Assert.Equal((3, 1_700), (summary.Allocations!.Count, summary.Allocations.Bytes));
        Assert.Equal(
            [new NamedCount("System.Byte[]", 1_000), new NamedCount("App.Order", 700)], summary.Allocations.Types);
        Assert.Equal((10, 50), (summary.Collections.HeapBytesAtEnd, summary.Collections.MaxHeapBytes));
    }

    [Fact]
    public void Samples_without_any_marked_as_managed_are_counted()
    {
        SampleSummary? samples = Summaries.Read(new NetTraceFile()
            .Add(MethodLoad(0x1000, 64, "Shop", "Pay"), at: 1)
            .Stacks(1, [0x1004]).Add(Sample(type: 1), at: 2, stack: 1).Whole()).Samples;
        Assert.Equal([new NamedCount("Shop.Pay", 1)], samples?.TopMethods);
        Assert.Equal((0, 1), (samples!.ManagedCount, samples.ListedCount));
    }

    [Fact]
    public void Addresses_of_a_32_bit_process_are_named()
    {
        TraceObject trace = new(
            NetTraceFile.Begin, new TraceTicks(5_000_000_000), 1_000_000_000, sizeof(uint), 42, 2, 1_000_000);
        byte[] stack = new PayloadWriter().U32(1).U32(1).U32(2 * sizeof(uint)).U32(0x1004).U32(0x9000).ToArray();
        SampleSummary? samples = Summaries.Read(new NetTraceFile(trace)
            .Add(MethodLoad(0x1000, 64, "Shop", "Pay"), at: 1)
            .Block(NetTraceFrameKind.Stacks, stack).Add(Sample(type: 1), at: 2, stack: 1).Whole()).Samples;
        Assert.Equal([new NamedCount("Shop.Pay", 1)], samples?.TopMethods);
    }

    [Fact]
    public void The_polling_of_the_runtime_is_passed_over_for_its_caller()
    {
        SampleSummary? samples = Summaries.Read(new NetTraceFile()
            .Add(MethodLoad(0x1000, 64, "Shop", "Pay"), at: 1)
            .Add(MethodLoad(0x2000, 64, "System.Threading.Thread", "PollGC"), at: 1)
            .Add(MethodLoad(0x3000, 64, "System.Threading.Thread", "<PollGC>g__PollGCWorker|67_0"), at: 1)
            .Stacks(1, [0x3004, 0x2004, 0x1004], [0x3004, 0x1004])
            .Add(Sample(), at: 2, stack: 1).Add(Sample(), at: 3, stack: 2).Whole()).Samples;
        Assert.Equal([new NamedCount("Shop.Pay", 2)], samples?.TopMethods);
    }

    [Fact]
    public void Threads_that_wait_in_managed_code_do_not_run()
    {
        SampleSummary? samples = Summaries.Read(new NetTraceFile()
            .Add(MethodLoad(0x1000, 64, "Shop", "Pay"), at: 1)
            .Add(MethodLoad(0x2000, 64, "System.Threading.LowLevelLifoSemaphore", "Wait"), at: 1)
            .Add(MethodLoad(0x3000, 64, "System.Threading.LowLevelSpinWaiter", "Wait"), at: 1)
            .Add(MethodLoad(0x4000, 64, "System.Threading.WaitHandle", "WaitOneNoCheck"), at: 1)
            .Stacks(1, [0x1004], [0x3004, 0x2004], [0x2004], [0x4004, 0x1004], [0x1004, 0x4004], [0x9000, 0x5004])
            .Add(MethodLoad(0x5000, 64, "System.Net.Sockets.SocketAsyncEngine", "EventLoop"), at: 1)
            .Add(Sample(), at: 2, stack: 1).Add(Sample(), at: 3, stack: 2).Add(Sample(), at: 4, stack: 3)
            .Add(Sample(), at: 5, stack: 4).Add(Sample(), at: 6, stack: 5).Add(Sample(), at: 7, stack: 6)
            .Whole()).Samples;
        Assert.Equal([new NamedCount("Shop.Pay", 2)], samples?.TopMethods);
        Assert.Equal((6, 2), (samples!.Count, samples.ManagedCount));
    }

    [Fact]
    public void Waits_have_the_duration_from_the_runtime_or_from_their_pair_of_events()
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
    public void Waits_that_the_window_cuts_are_reported()
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
    public void Threads_are_listed_by_how_much_they_wrote()
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
        Assert.Equal((3, 2, 12), (threads.PoolAdjustmentCount, threads.PoolStarvationCount, threads.MaxPoolThreads));
        Assert.Equal([new NamedCount("starvation", 2), new NamedCount("climbing", 1)], threads.PoolReasons);
    }

    [Fact]
    public void Samples_have_the_name_of_the_code_at_their_address_and_time()
    {
        // A rundown, after the samples, contains one name; the other address is used twice; stack ids restart.
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

    private static string Letters(int number) =>
        string.Concat(number.ToString("D4", CultureInfo.InvariantCulture).Select(digit => (char)('g' + digit - '0')));

    private static FileEvent Runtime(int eventId) => new(RuntimeProvider.Name, eventId, 0, []);

    private static TimeSpan Milliseconds(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
