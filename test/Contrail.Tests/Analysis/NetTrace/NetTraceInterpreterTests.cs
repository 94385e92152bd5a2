using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.Formats;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Analysis.NetTrace;

/// <summary>What the events of the .NET runtime become in the model. Times are milliseconds.</summary>
public sealed class NetTraceInterpreterTests
{
    private const ulong Recorder = 1UL << 62;
    private static readonly FileEvent Begin = Custom("App", 1, "Begin");
    private static readonly FileEvent End = Custom("App", 2, "End");

    [Fact]
    public void Records_have_the_stacks_that_were_named_when_they_happened()
    {
        Records records = Read(ModelNeeds.Exceptions | ModelNeeds.Allocations | ModelNeeds.Stacks, new NetTraceFile()
            .Add(MethodLoad(0x1000, 64, "Dyn", "First"), at: 1).Add(MethodUnload(0x1000, 64, "Dyn", "First"), at: 10)
            .Add(MethodLoad(0x1000, 64, "Dyn", "Second"), at: 12)
            .Stacks(1, [0x1004, 0x9000])
            .Add(Exception("A.B", "c"), at: 5, thread: 7, stack: 1).Add(AllocationTick("A.C", 10), at: 15, stack: 1)
            .Add(MethodRundown(0x9000, 64, "Shop", "Pay"), at: 30));
        Assert.Equal(
            ["exception A.B: c on 7 at 4 in Dyn.First < Shop.Pay", "allocation A.C 10 at 14 in Dyn.Second < Shop.Pay"],
            records.Lines);
    }

    [Fact]
    public void Without_the_need_for_stacks_there_are_none()
    {
        Records records = Read(ModelNeeds.Exceptions, new NetTraceFile()
            .Stacks(1, [0x1004]).Add(Exception("A.B", "c"), at: 5, stack: 1));
        Assert.Equal(["exception A.B: c on 1 at 0 in "], records.Lines);
    }

    [Fact]
    public void A_stop_in_which_the_runtime_took_samples_is_due_to_the_recording()
    {
        Records records = Read(ModelNeeds.Pauses, new NetTraceFile()
            .Add(SuspendBegin(0), at: 10, thread: 8).Add(Sample(), at: 11, thread: 6, capture: 8)
            .Add(RestartEnd(), at: 12, thread: 8)
            .Add(SuspendBegin(0), at: 20, thread: 9).Add(RestartEnd(), at: 22, thread: 9));
        Assert.Equal(
            ["pause Sampling other at 0 for 2 of ", "pause other at 10 for 2 of "], records.Lines);
    }

    [Fact]
    public void Records_of_a_kind_that_is_not_declared_are_not_built()
    {
        NetTraceFile file = new NetTraceFile()
            .Add(SuspendBegin(), at: 1).Add(GCStart(1, 0), at: 2).Add(GCEnd(1, 0), at: 3).Add(RestartEnd(), at: 4)
            .Add(Exception("A.B", "c"), at: 5).Add(Sample(), at: 6).Add(ThreadPoolAdjustment(3, 6), at: 7)
            .Add(HeapStats(2), at: 8).Add(AllocationTick("A.C", 10), at: 9)
            .Add(ContentionStart(), at: 10).Add(ContentionStop(1e6), at: 11);
        byte[] bytes = file.Whole();
        Assert.Equal(["pause collection at 0 for 3 of 1"], Read(ModelNeeds.Pauses, bytes).Lines);
        Assert.Equal(["collection 1 generation 0 at 1 for 1"], Read(ModelNeeds.Collections, bytes).Lines);
        Assert.Equal(["exception A.B: c on 1 at 4 in "], Read(ModelNeeds.Exceptions, bytes).Lines);
        Assert.Equal(["sample Managed at 5"], Read(ModelNeeds.Samples, bytes).Lines);
        Assert.Equal(["pool 3 Starvation at 6"], Read(ModelNeeds.PoolAdjustments, bytes).Lines);
        Assert.Equal(["heap 10 at 7"], Read(ModelNeeds.HeapStates, bytes).Lines);
        Assert.Equal(["allocation A.C 10 at 8 in "], Read(ModelNeeds.Allocations, bytes).Lines);
        Assert.Equal(["wait Lock 1 held by 0 on 1 at 9 for 1"], Read(ModelNeeds.Waits, bytes).Lines);
        Assert.Empty(Read(ModelNeeds.Regions, bytes).Lines);
    }

    [Fact]
    public void A_pause_of_a_collection_that_ran_in_the_background_before_the_window_has_its_number()
    {
        Records records = Read(ModelNeeds.Pauses, new NetTraceFile()
            .Add(Begin, at: 0).Add(SuspendBegin(6), at: 10, thread: 8).Add(RestartEnd(), at: 12, thread: 8)
            .Add(GCEnd(4, 2), at: 40, thread: 8).Add(SuspendBegin(6), at: 50).Add(RestartEnd(), at: 51));
        Assert.Equal(
            ["pause preparation of a collection at 10 for 2 of 4", "pause preparation of a collection at 50 for 1 of "],
            records.Lines);
    }

    [Fact]
    public void Waits_that_the_window_cuts_are_open_at_that_edge()
    {
        Records records = Read(ModelNeeds.Waits, new NetTraceFile()
            .Add(ContentionStart(), at: 0, thread: 9, capture: Recorder)
            .Add(Begin, at: 0)
            .Add(ContentionStopWithoutDuration(), at: 30, thread: 4)
            .Add(ContentionStart(1), at: 40, thread: 5)
            .Add(End, at: 100));
        Assert.Equal(
            [
                "wait Lock 0 held by 0 on 4 at 0 for 30 open at start",
                "wait Lock 1 held by 0 on 9 at 0 for 100 open at start open at end",
                "wait RuntimeLock 1 held by 0 on 5 at 40 for 60 open at end",
            ],
            records.Lines);
    }

    [Fact]
    public void A_wait_of_a_thread_that_went_on_has_lost_its_end()
    {
        Records records = Read(ModelNeeds.Waits, new NetTraceFile()
            .Add(ContentionStart(), at: 1, thread: 5)
            .Add(ContentionStart(), at: 1, thread: 6)
            .Add(Exception("A.B", "c"), at: 5, thread: 5, lost: 3)
            .Add(ContentionStart(), at: 7, thread: 8).Add(ContentionStart(), at: 8, thread: 8)
            .Add(End, at: 9));
        Assert.Equal(
            [
                "unpaired Waits", "unpaired Waits", "wait Lock 1 held by 0 on 6 at 0 for 8 open at end",
                "wait Lock 1 held by 0 on 8 at 7 for 1 open at end",
            ],
            records.Lines);
    }

    [Fact]
    public void Samples_and_waits_for_handles_do_not_end_a_wait_for_a_lock()
    {
        Records records = Read(ModelNeeds.Waits | ModelNeeds.HandleWaits, new NetTraceFile()
            .Add(ContentionStart(), at: 0, thread: 5).Add(HandleWaitStart(), at: 1, thread: 5)
            .Add(ContentionStart(), at: 2, thread: 6).Add(Sample(), at: 50, thread: 6, capture: 9)
            .Add(End, at: 100));
        Assert.Equal(
            [
                "wait Lock 1 held by 0 on 5 at 0 for 100 open at end",
                "wait Lock 1 held by 0 on 6 at 2 for 98 open at end",
            ],
            records.Lines);
    }

    [Fact]
    public void A_wait_for_the_handle_of_a_lock_is_reported_once_as_the_wait_for_the_lock()
    {
        NetTraceFile file = new NetTraceFile()
            .Add(ContentionStart(), at: 0, thread: 5).Add(HandleWaitStart(), at: 1, thread: 5)
            .Add(HandleWaitStop(), at: 9, thread: 5).Add(ContentionStop(10e6), at: 10, thread: 5)
            .Add(HandleWaitStart(), at: 20, thread: 5).Add(HandleWaitStop(), at: 25, thread: 5);
        byte[] bytes = file.Whole();
        Assert.Equal(
            ["wait Lock 1 held by 0 on 5 at 0 for 10", "wait Handle 0 held by 0 on 5 at 20 for 5"],
            Read(ModelNeeds.Waits | ModelNeeds.HandleWaits, bytes).Lines);
        Assert.Equal(
            ["wait Handle 0 held by 0 on 5 at 1 for 8", "wait Handle 0 held by 0 on 5 at 20 for 5"],
            Read(ModelNeeds.HandleWaits, bytes).Lines);
    }

    [Fact]
    public void An_end_whose_start_is_lost_is_no_wait_since_the_start_of_the_window()
    {
        Records repeated = Read(ModelNeeds.HandleWaits, new NetTraceFile()
            .Add(Begin, at: 0).Add(HandleWaitStop(), at: 5, thread: 5).Add(HandleWaitStop(), at: 90, thread: 5));
        Assert.Equal(["wait Handle 0 held by 0 on 5 at 0 for 5 open at start", "unpaired HandleWaits"], repeated.Lines);
        Records incomplete = Read(ModelNeeds.HandleWaits, new NetTraceFile()
            .Add(Begin, at: 0).Add(Begin, at: 1, lost: 2).Add(HandleWaitStop(), at: 90, thread: 5));
        Assert.Equal(["unpaired HandleWaits"], incomplete.Lines);
    }

    [Fact]
    public void An_event_that_cannot_be_read_has_an_unknown_meaning()
    {
        Records records = Read(ModelNeeds.Waits | ModelNeeds.Pauses | ModelNeeds.Collections, new NetTraceFile()
            .Add(ContentionStart() with { Payload = [] }, at: 1, thread: 5)
            .Add(SuspendBegin() with { Payload = [] }, at: 2, thread: 6).Add(RestartEnd(), at: 3, thread: 6)
            .Add(GCEnd(3, 2), at: 4).Add(End, at: 9));
        Assert.Equal(
            [
                "pause Unknown  at 1 for 1 of ",
                "collection 3 generation 2 at 0 for 3 open at start",
                "wait Unknown 0 held by 0 on 5 at 0 for 8 open at end",
            ],
            records.Lines);
    }

    [Fact]
    public void Lost_halves_are_reported_by_kind()
    {
        Records records = Read(ModelNeeds.Pauses | ModelNeeds.Collections, new NetTraceFile()
            .Add(SuspendBegin(), at: 1, thread: 7).Add(RestartEnd(), at: 2, thread: 7)
            .Add(RestartEnd(), at: 3, thread: 8).Add(GCEnd(9, 0), at: 4, thread: 8));
        Assert.Equal(["unpaired Pauses", "unpaired Collections", "pause collection at 0 for 1 of "], records.Lines);
    }

    private static Records Read(ModelNeeds needs, NetTraceFile file) => Read(needs, file.Whole());

    private static Records Read(ModelNeeds needs, byte[] file)
    {
        Records records = new(needs);
        using MemoryStream stream = new(file);
        Assert.True(
            NetTraceModel.TryRead(
                stream,
                new TraceModel(records),
                out NetTraceIndex? _,
                out TraceFault? fault,
                TestContext.Current.CancellationToken),
            fault.Words());
        Assert.True(records.HasEnded);
        return records;
    }

    private sealed class Records(ModelNeeds needs) : IModelSink
    {
        private TraceContext? _context;

        public ModelNeeds Needs { get; } = needs;

        public List<string> Lines { get; } = [];

        public bool HasEnded { get; private set; }

        public void OnBegin(TraceContext context) => _context = context;

        public void Add(in Pause pause) => Lines.Add(
            $"pause {(pause.Cause is PauseCause.Unknown or PauseCause.Sampling ? $"{pause.Cause} " : "")}"
            + $"{pause.Reason} {Text(pause.Range)} of "
            + string.Join(' ', pause.Collections.Select(one => one.Number)));

        public void Add(in Collection collection) => Lines.Add(
            $"{(collection.IsConcurrent == true ? "concurrent " : "")}collection {collection.Number} "
            + $"generation {collection.Generation} {Text(collection.Range)}");

        public void Add(in Wait wait) => Lines.Add(
            $"wait {wait.Kind} {wait.ObjectId} held by {wait.OwnerId} on {wait.ExecutionId} {Text(wait.Range)}");

        public void Add(in Sample sample) => Lines.Add($"sample {sample.Kind} at {Text(sample.Time)}");

        public void Add(in ExceptionRecord exception) => Lines.Add(
            $"exception {exception.Type}: {exception.Message} on {exception.ExecutionId} at {Text(exception.Time)} "
            + $"in {Text(exception.Stack)}");

        public void Add(in AllocationSample allocation) => Lines.Add(
            $"allocation {allocation.Type} {allocation.Bytes} at {Text(allocation.Time)} in {Text(allocation.Stack)}");

        public void Add(in HeapState heap) =>
            Lines.Add($"heap {heap.TotalBytes} at {Text(heap.Time)}");

        public void Add(in PoolAdjustment adjustment) =>
            Lines.Add($"pool {adjustment.TargetThreads} {adjustment.Cause} at {Text(adjustment.Time)}");

        public void OnUnpaired(ModelNeeds kind) => Lines.Add($"unpaired {kind}");

        public void OnEnd(TraceExtent extent) => HasEnded = true;

        private static string Text(TraceTime time) => $"{time.Nanoseconds / 1_000_000}";

        private static string Text(TimeRange range) =>
            $"at {Text(range.Start)} for {range.Nanoseconds / 1_000_000}"
            + (range.IsOpenAtStart ? " open at start" : "")
            + (range.IsOpenAtEnd ? " open at end" : "");

        private string Text(StackId stack)
        {
            StackTable stacks = _context!.Stacks;
            return string.Join(
                " < ", Enumerable.Range(0, stacks.Depth(stack)).Select(index => stacks.Frame(stack, index).Name));
        }
    }
}
