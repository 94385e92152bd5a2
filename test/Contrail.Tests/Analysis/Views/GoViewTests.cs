using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Views;

/// <summary>The views over records that Go traces have.</summary>
public sealed class GoViewTests
{
    [Fact]
    public void A_leak_is_a_place_where_goroutines_that_started_in_the_trace_wait()
    {
        ViewRecords records = new(StartFunctionsView.Description);
        StackId leak = records.Stack("System.chanrecv", "Shop.Leak.wait");
        StackId idle = records.Stack("System.chanrecv", "Shop.Pool.idle");
        for (int id = 1; id <= 3; id++)
        {
            records.Model.Add(State(id, ThreadActivity.Ready, Range(10, 20), "Shop.Leak.run"));
            records.Model.Add(State(id, ThreadActivity.Running, Range(20, 25), "Shop.Leak.run"));
            ExecutionState open =
                State(id, ThreadActivity.Waiting, Range(25, 100 * id, openAtEnd: true), "Shop.Leak.run");
            records.Model.Add(open with { Stack = leak, Reason = "chan receive" });
        }

        for (int id = 11; id <= 15; id++)
        {
            TimeRange whole = new(At(0), At(300), IsOpenAtStart: true, IsOpenAtEnd: true);
            records.Model.Add(State(id, ThreadActivity.Waiting, whole, "Shop.Pool.run") with { Stack = idle });
        }

        ViewResult result = records.Conclude();
        Assert.Equal(
            ["3 | 3 | 275000000 | chan receive | Shop.Leak.run | Shop.Leak.wait",
                "5 | 0 | 300000000 | - | Shop.Pool.run | Shop.Pool.idle"],
            records.Rows(result, "waiting", "count", "started", "longest", "reason", "function", "stack"));
        Assert.Equal(
            ["15000000 | 3 | 3 | 0 | 30000000 | 525000000 | Shop.Leak.run | Shop.Leak.wait",
                "0 | 5 | 0 | 0 | 0 | 1500000000 | Shop.Pool.run | Shop.Pool.idle"],
            records.Rows(
                result, "functions", "running", "count", "started", "ended", "ready", "waiting", "function", "stack"));
        Assert.Equal(["Goroutines: 5 at the start, 8 at the end."], result.Headlines);
    }

    [Fact]
    public void A_function_that_is_known_later_has_what_its_goroutine_did_before()
    {
        ViewRecords records = new(StartFunctionsView.Description);
        records.Model.Add(State(1, ThreadActivity.Running, Range(0, 10), ""));
        records.Model.Add(State(1, ThreadActivity.Running, Range(10, 30), "Shop.run") with { IsLast = true });
        Assert.Equal(
            ["30000000 | 1 | 1 | Shop.run"],
            records.Rows(records.Conclude(), "functions", "running", "count", "ended", "function"));
    }

    [Fact]
    public void What_waits_before_a_gap_does_not_wait_at_the_end()
    {
        ViewRecords records = new(StartFunctionsView.Description);
        ViewRecords blocking = new(BlockingView.Description);
        ExecutionState waiting = State(1, ThreadActivity.Waiting, Range(0, 10, openAtEnd: true), "Shop.run");
        records.Model.Add(waiting);
        records.Model.OnGap();
        blocking.Model.Add(waiting);
        blocking.Model.OnGap();
        Assert.Empty(records.Rows(records.Conclude(), "waiting", "count"));
        ViewResult result = blocking.Conclude();
        Assert.Equal(["10000000 | 1 | 0"], blocking.Rows(result, "places", "total", "count", "waitingAtEnd"));
        Assert.Empty(blocking.Rows(result, "open", "duration"));
    }

    [Fact]
    public void Scheduling_has_the_latency_of_a_function_and_the_code_that_made_it_ready()
    {
        ViewRecords records = new(SchedulingView.Description);
        StackId sender = records.Stack("System.chansend", "Shop.Queue.push");
        records.Model.Add(State(1, ThreadActivity.Ready, Range(0, 1), "Shop.work") with { Stack = sender });
        records.Model.Add(State(2, ThreadActivity.Ready, Range(5, 105), "") with { Stack = sender });
        records.Model.Add(State(2, ThreadActivity.Running, Range(105, 900), "Shop.work"));
        ViewResult result = records.Conclude();
        Assert.Equal(
            ["101000000 | 2 | 100000000 | Shop.work | Shop.Queue.push"],
            records.Rows(result, "functions", "total", "count", "max", "function", "stack"));
        Assert.Equal(["101000000 | 2 | Shop.Queue.push"], records.Rows(result, "places", "total", "count", "stack"));
        Assert.Equal(
            ["5000000 | 100000000 | 2", "0 | 1000000 | 1"],
            records.Rows(result, "longest", "start", "duration", "thread"));
    }

    [Fact]
    public void Waits_in_own_code_precede_longer_ones_of_the_runtime()
    {
        ViewRecords records = new(BlockingView.Description);
        StackId own = records.Stack("System.Mutex.Lock", "Shop.Cache.get");
        StackId runtime = records.Stack("System.park");
        records.Model.Add(Waiting(1, Range(0, 900), "idle", runtime));
        records.Model.Add(Waiting(2, Range(0, 300), "sync", own));
        records.Model.Add(Waiting(3, Range(0, 100, openAtEnd: true), "sync", own));
        ViewResult result = records.Conclude();
        Assert.Equal(
            ["400000000 | 2 | 2 | 1 | sync | Shop.Cache.get", "900000000 | 1 | 1 | 0 | idle | System.park"],
            records.Rows(result, "places", "total", "count", "threads", "waitingAtEnd", "reason", "stack"));
        Assert.Equal(
            ["100000000 | 3 | sync | Shop.Cache.get"],
            records.Rows(result, "open", "duration", "thread", "reason", "stack"));
    }

    [Fact]
    public void Blocking_scheduling_and_syscalls_have_stacks_of_their_own()
    {
        Assert.Equal(["3000000"], Weights("blocking"));
        Assert.Equal(["2000000"], Weights("syscalls"));
        Assert.Equal(["1000000"], Weights("scheduling"));

        static string[] Weights(string of)
        {
            ViewRecords records = new(StacksView.Description, new ViewOptions { Of = of });
            StackId stack = records.Stack("Shop.main");
            records.Model.Add(State(1, ThreadActivity.Ready, Range(0, 1), "") with { Stack = stack });
            records.Model.Add(State(1, ThreadActivity.Syscall, Range(0, 2), "") with { Stack = stack });
            records.Model.Add(State(1, ThreadActivity.Waiting, Range(0, 3), "") with { Stack = stack });
            return records.Rows(records.Conclude(), "stacks", "weight");
        }
    }

    [Fact]
    public void Long_system_calls_have_their_place_and_their_time()
    {
        ViewRecords records = new(SyscallsView.Description);
        StackId stack = records.Stack("System.syscall.read", "Shop.Disk.load");
        records.Model.Add(State(1, ThreadActivity.Syscall, Range(40, 90), "Shop.run") with { Stack = stack });
        ViewResult result = records.Conclude();
        Assert.Equal(["50000000 | 1 | Shop.Disk.load"], records.Rows(result, "places", "total", "count", "stack"));
        Assert.Equal(
            ["40000000 | 50000000 | 1 | Shop.run"],
            records.Rows(result, "longest", "start", "duration", "thread", "function"));
    }

    [Fact]
    public void Tasks_and_regions_are_added_up_by_name()
    {
        ViewRecords tasks = new(TasksView.Description);
        StackId stack = tasks.Stack("Shop.Orders.handle");
        tasks.Model.Add(new TraceTask(7, "order", Range(0, 100)) { Stack = stack });
        tasks.Model.Add(new TraceTask(8, "order", Range(0, 300, openAtEnd: true)) { Stack = stack });
        ViewResult result = tasks.Conclude();
        Assert.Equal(
            ["400000000 | 2 | 300000000 | 1 | order | Shop.Orders.handle"],
            tasks.Rows(result, "names", "total", "count", "max", "openAtEnd", "name", "stack"));
        Assert.Equal(["300000000 | no | 8", "100000000 | yes | 7"],
            tasks.Rows(result, "longest", "duration", "isWhole", "task"));

        ViewRecords regions = new(RegionsView.Description);
        regions.Model.Add(new Region("parse", 5, 7, Range(0, 20)));
        Assert.Equal(["20000000 | 5 | parse"],
            regions.Rows(regions.Conclude(), "longest", "duration", "thread", "name"));
    }

    [Fact]
    public void Unbalanced_procs_differ_in_their_shares()
    {
        ViewRecords records = new(ProcsView.Description);
        records.Model.Add(new ProcUse(0, Range(0, 900)));
        records.Model.Add(new ProcUse(1, Range(100, 200)));
        records.Model.Add(new ProcUse(2, Range(50, 50)));
        ViewResult result = records.Conclude(1_000);
        Assert.Equal(
            ["900000000 | 0.9 | 1 | 0", "100000000 | 0.1 | 1 | 1", "0 | 0 | 0 | 2"],
            records.Rows(result, "procs", "used", "share", "count", "processor"));
        Assert.Contains("90.0 % the most used, 0.0 % the least used", result.Headlines[0], StringComparison.Ordinal);
        ViewTable series = result.Tables.Single(one => one.Description.Name == "balance");
        Assert.Equal(1, series.Rows.Max(row => row[2].AsNumber), 3);
    }

    [Fact]
    public void The_utilization_is_that_of_the_worst_window_of_each_length()
    {
        ViewRecords records = new(MutatorView.Description);
        records.Model.Add(new Pause(PauseCause.Collection, "", Range(100, 102)));
        records.Model.Add(new CollectionWork(IsAssist: false, 1, Range(102, 112), default) { ProcessorShare = 0.25 });
        records.Model.Add(new CollectionWork(IsAssist: true, 2, Range(107, 112), default) { ProcessorShare = 0.25 });
        string[] rows = records.Rows(
            records.Conclude(400), "windows", "window", "utilization", "start", "stopped", "collecting");
        Assert.Equal("1000000 | 0 | 100000000 | 1000000 | 0", rows[0]);
        Assert.Equal("2000000 | 0 | 100000000 | 2000000 | 0", rows[1]);

        // 2 ms stopped and 3 ms of a quarter.
        Assert.Equal("5000000 | 0.45 | 100000000 | 2000000 | 0.15", rows[2]);

        // 2 ms stopped, 5 ms of a quarter, 3 ms of a half.
        Assert.Equal("10000000 | 0.525 | 100000000 | 2000000 | 0.275", rows[3]);
        Assert.Equal(8, rows.Length);
    }

    [Fact]
    public void A_window_that_the_end_of_the_trace_limits_ends_there()
    {
        ViewRecords records = new(MutatorView.Description);
        records.Model.Add(new Pause(PauseCause.Other, "", Range(1, 2, openAtEnd: true)));
        Assert.Equal(
            ["1000000 | 0 | 1000000", "2000000 | 0.5 | 0"],
            records.Rows(records.Conclude(2), "windows", "window", "utilization", "start"));
    }

    [Fact]
    public void A_stop_has_its_reason_and_the_code_that_requested_it()
    {
        ViewRecords records = new(GcPausesView.StopTheWorld);
        StackId stack = records.Stack("System.ReadMemStats", "Shop.Metrics.collect");
        records.Model.Add(new Pause(PauseCause.Other, "stop-the-world (read mem stats)", Range(0, 30))
        {
            Stack = stack,
        });
        records.Model.Add(new Pause(PauseCause.Collection, "stop-the-world (GC mark termination)", Range(50, 51)));
        Assert.Equal(
            ["30000000 | not a collection: stop-the-world (read mem stats) | Shop.Metrics.collect",
                "1000000 | stop-the-world (GC mark termination) | -"],
            records.Rows(records.Conclude(), "causes", "total", "cause", "stack"));
    }

    [Fact]
    public void Assists_have_the_place_that_allocated()
    {
        ViewRecords records = new(CollectionsView.Description);
        StackId stack = records.Stack("System.mallocgc", "Shop.Cache.grow");
        records.Model.Add(new Collection(null, null, "", IsConcurrent: true, Range(0, 50)));
        records.Model.Add(new CollectionWork(IsAssist: true, 1, Range(0, 4), stack) { ProcessorShare = 1 });
        records.Model.Add(new CollectionWork(IsAssist: false, 2, Range(0, 9), default) { ProcessorShare = 1 });
        ViewResult result = records.Conclude();
        Assert.Equal(["4000000 | 1 | Shop.Cache.grow"], records.Rows(result, "assists", "total", "count", "stack"));
        Assert.Equal(["1 | - | 50000000"], records.Rows(result, "reasons", "count", "pause", "duration"));
        Assert.Equal(
            ["Workers of the collector ran for 9 ms; application code assisted for 4 ms."], result.Headlines);
    }

    private static ExecutionState State(long id, ThreadActivity activity, TimeRange range, string function) =>
        new(id, activity, "", range) { Function = function };

    private static ExecutionState Waiting(long id, TimeRange range, string reason, StackId stack) =>
        new(id, ThreadActivity.Waiting, reason, range) { Function = "Shop.run", Stack = stack };
}
