using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Rules;
using Contrail.Analysis.Findings.Rules.Scheduling;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Findings;

public sealed class GoSchedulerRuleTests
{
    [Fact]
    public void Late_goroutines_name_the_function_that_has_the_procs()
    {
        GoroutineRecords records = new(SchedulerLatencyRule.Rule);
        AddProcs(records, 10_000, 9_900);
        AddSlices(records, "example.com/shop.report", 5, readyMs: 100);
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal("shop.report", finding.Culprit);
        Assert.StartsWith(
            "Goroutines wait for a proc: all 2 are in use, on average 4.5 goroutines are ready. shop.report runs ",
            finding.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void Late_goroutines_name_the_code_that_runs_not_the_code_that_waits()
    {
        GoroutineRecords records = new(SchedulerLatencyRule.Rule);
        AddProcs(records, 10_000, 9_900);
        AddSlices(records, "net/http.(*conn).serve", 5, readyMs: 100);
        StackId waits = records.Stack("time.Sleep", "example.com/shop.trace", "net/http.(*conn).serve");
        StackId runs = records.Stack("math.Log", "example.com/shop.(*Rules).Eval", "net/http.(*conn).serve");
        records.Add(9, ThreadActivity.Waiting, 0, 9_000, waits, "sleep", "net/http.(*conn).serve");
        records.Add(8, ThreadActivity.Ready, 10, 20, runs, "preempted", "net/http.(*conn).serve");
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal("shop.(*Rules).Eval", finding.Culprit);
        Assert.EndsWith(
            "of the procs' time, most often in shop.(*Rules).Eval.", finding.Headline, StringComparison.Ordinal);
        Assert.Contains("scheduling/preempted/1/count", finding.Evidence.Select(one => one.Id));
    }

    // Free procs, and a load that fits.
    [Theory]
    [InlineData(2_000, 5, 100)]
    [InlineData(9_900, 1, 100)]
    [InlineData(9_900, 5, 5)]
    public void Free_procs_and_short_latencies_are_no_finding(long usedMs, int goroutines, long readyMs)
    {
        GoroutineRecords records = new(SchedulerLatencyRule.Rule);
        AddProcs(records, usedMs, usedMs);
        AddSlices(records, "shop.report", goroutines, readyMs);
        Assert.Empty(records.Findings());
    }

    [Theory]
    [InlineData(9_000, 1, 1)]
    [InlineData(9_000, 2, 0)]
    [InlineData(2_000, 1, 0)]
    public void One_goroutine_with_all_the_work_is_reported(long busyMs, int goroutines, int findings)
    {
        GoroutineRecords records = new(UnbalancedProcsRule.Rule);
        AddProcs(records, busyMs, 100);
        for (int goroutine = 1; goroutine <= goroutines; goroutine++)
        {
            records.Add(goroutine, ThreadActivity.Running, 0, busyMs, function: "shop.report", isOpen: true);
        }

        IReadOnlyList<Finding> found = records.Findings();
        Assert.Equal(findings, found.Count);
        Assert.All(found, one => Assert.Equal(("shop.report", FindingSeverity.Info), (one.Culprit, one.Severity)));
        Assert.All(found, one => Assert.Contains(" and never waits;", one.Headline, StringComparison.Ordinal));
    }

    [Fact]
    public void One_goroutine_with_all_the_work_can_wait_for_a_part_of_the_time()
    {
        GoroutineRecords records = new(UnbalancedProcsRule.Rule);
        AddProcs(records, 8_500, 100);
        records.Add(1, ThreadActivity.Waiting, 0, 1_500, reason: "sleep", function: "shop.report");
        records.Add(1, ThreadActivity.Running, 1_500, 10_000, function: "shop.report", isOpen: true);
        Assert.Contains(
            " and waits for 15.0 % of the window;", Assert.Single(records.Findings()).Headline,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(30, 0, 0)]
    [InlineData(0, 1, 0)]
    public void A_storm_has_short_waits_that_only_timers_end(long longMs, int wokenByCode, int findings)
    {
        GoroutineRecords records = new(TimerStormRule.Rule);
        StackId place = records.Stack("runtime.chanrecv2", "shop.tick");
        StackId sender = records.Stack("runtime.chansend1", "shop.feed");
        for (int wait = 0; wait < 30_000; wait++)
        {
            records.Add(1 + (wait % 500), ThreadActivity.Waiting, 0, longMs + 1, place, "chan receive");
            records.Add(1 + (wait % 500), ThreadActivity.Ready, 1, 1, wokenByCode > 0 ? sender : StackId.None);
        }

        IReadOnlyList<Finding> found = records.Findings(endMs: 1_000);
        Assert.Equal(findings, found.Count);
        Assert.All(found, one => Assert.Equal(
            "Timers wake goroutines in shop.tick 30,000 times a second, after 1 ms each (median).", one.Headline));
    }

    [Fact]
    public void Long_system_calls_name_their_caller()
    {
        GoroutineRecords records = new(LongSyscallRule.Rule);
        AddSyscalls(records, "syscall.Fsync", 50, 60);
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal("shop.save", finding.Culprit);
        Assert.StartsWith("System calls in shop.save take long: 60 took ", finding.Headline, StringComparison.Ordinal);
        Assert.Equal(FindingSeverity.Warning, finding.Severity);
    }

    [Fact]
    public void A_loop_in_C_code_is_information_only()
    {
        GoroutineRecords records = new(LongSyscallRule.Rule);
        AddSyscalls(records, "runtime.cgocall", 50, 60);
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal(FindingSeverity.Info, finding.Severity);
        Assert.StartsWith("Calls of C code in shop.save", finding.Headline, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("syscall.read", 50, 60)]
    [InlineData("golang.org/x/sys/unix.EpollWait", 50, 60)]
    [InlineData("syscall.Fsync", 50, 4)]
    [InlineData("syscall.Fsync", 2, 1_000)]
    public void Calls_that_wait_for_input_and_short_or_rare_ones_are_no_finding(string call, long eachMs, int count)
    {
        GoroutineRecords records = new(LongSyscallRule.Rule);
        AddSyscalls(records, call, eachMs, count);
        Assert.Empty(records.Findings());
    }

    [Theory]
    [InlineData(60, 1)]
    [InlineData(1, 0)]
    public void Assists_are_a_finding_if_they_are_much_of_the_running_time(long assistMs, int findings)
    {
        GoroutineRecords records = new(GcAssistRule.Rule);
        StackId place = records.Stack("runtime.mallocgc", "shop.parse");
        records.Add(1, ThreadActivity.Running, 0, 9_000, isOpen: true);
        for (int assist = 0; assist < 20; assist++)
        {
            TimeRange range = Range(assist * 100, (assist * 100) + assistMs);
            records.Model.Add(new CollectionWork(true, 1, range, place) { ProcessorShare = 0.5 });
        }

        IReadOnlyList<Finding> found = records.Findings();
        Assert.Equal(findings, found.Count);
        Assert.All(found, one => Assert.Equal(
            "shop.parse works for the collector while it allocates: 1.2 s; assists are 13.3 % of the time that the "
                + "application ran.",
            one.Headline));
    }

    [Theory]
    [InlineData("stop-the-world (read mem stats)", false, 500, 1)]
    [InlineData("stop-the-world (read mem stats)", false, 3, 0)]
    [InlineData("stop-the-world (GC mark termination)", true, 500, 0)]
    public void Pauses_that_code_requests_often_are_a_finding(
        string reason, bool isForCollection, int count, int findings)
    {
        PauseCause cause = isForCollection ? PauseCause.Collection : PauseCause.Other;
        GoroutineRecords records = new(StopTheWorldRule.Rule);
        StackId place = records.Stack("runtime.ReadMemStats", "shop.report");
        for (int pause = 0; pause < count; pause++)
        {
            records.Model.Add(new Pause(cause, reason, Range(pause * 10, (pause * 10) + 1)) { Stack = place });
        }

        IReadOnlyList<Finding> found = records.Findings();
        Assert.Equal(findings, found.Count);
        Assert.All(found, one => Assert.Equal(
            "shop.report stops all goroutines 50 times a second (read mem stats): 500 ms, 5.0 % of the window.",
            one.Headline));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(1_500)]
    public void A_long_pause_is_reported_with_its_reason(long durationMs)
    {
        GoroutineRecords records = new(StopTheWorldRule.Rule);
        records.Model.Add(new Pause(
            PauseCause.Collection, "stop-the-world (GC mark termination)", Range(100, 100 + durationMs)));
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal(FindingSeverity.Info, finding.Severity);
        Assert.StartsWith(
            "A stop-the-world pause (GC mark termination) took ", finding.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_about_another_format_is_neither_examined_nor_missing()
    {
        FindingRule[] rules = [ExecutionLeakRule.Rule, StopTheWorldRule.Rule, LockConvoyRule.Rule];
        FindingReport net = new FindingRecords(
            CoverageState.NotRecorded, rules, foreign: ModelNeeds.ExecutionStates).Report();
        FindingReport go = new FindingRecords(CoverageState.Whole, rules, foreign: ModelNeeds.Waits).Report();
        Assert.Empty(net.Examined);
        Assert.Equal(["lock-convoy"], net.Unexamined.Select(one => one.Rule.Name));
        Assert.Equal(["goroutine-leak", "stop-the-world"], go.Examined.Select(rule => rule.Name));
        Assert.Empty(go.Unexamined);
    }

    [Fact]
    public void A_rule_is_examined_only_if_each_of_its_kinds_is_recorded()
    {
        FindingReport report = new FindingRecords(
            kind => kind == ModelNeeds.Exceptions ? CoverageState.NotRecorded : CoverageState.Whole,
            [SwallowedExceptionsRule.Rule, ExceptionStormRule.Rule, FailureRule.Requests]).Report();
        Assert.Equal(["failed-requests"], report.Examined.Select(rule => rule.Name));
        Assert.Equal(
            ["swallowed-exceptions", "exception-storm"], report.Unexamined.Select(one => one.Rule.Name));
    }

    private static void AddProcs(GoroutineRecords records, params long[] usedMs)
    {
        for (int proc = 0; proc < usedMs.Length; proc++)
        {
            records.Model.Add(new ProcUse(proc, Range(0, usedMs[proc])));
        }
    }

    private static void AddSlices(GoroutineRecords records, string function, int goroutines, long readyMs)
    {
        for (int goroutine = 1; goroutine <= goroutines; goroutine++)
        {
            for (long start = 0; start < 9_000; start += readyMs)
            {
                long run = start + readyMs - 1;
                records.Add(goroutine, ThreadActivity.Ready, start, run, function: function);
                records.Add(goroutine, ThreadActivity.Running, run, run + 1, function: function);
            }

            records.Add(goroutine, ThreadActivity.Running, 9_999, 10_000, function: function, isOpen: true);
        }
    }

    private static void AddSyscalls(GoroutineRecords records, string call, long eachMs, int count)
    {
        StackId place = records.Stack(call, "shop.save");
        for (int index = 0; index < count; index++)
        {
            records.Add(1, ThreadActivity.Syscall, index * 100, (index * 100) + eachMs, place);
        }
    }
}
