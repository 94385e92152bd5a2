using Contrail.Analysis.GoTrace;
using Contrail.Analysis.GoTrace.Interpreting;
using Contrail.Analysis.GoTrace.Reading;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Analysis.GoTrace;

/// <summary>What the events of a Go trace become in the model. Times are in microseconds.</summary>
public sealed class GoInterpreterTests
{
    private const ulong Microseconds = 1_000_000;

    private const ModelNeeds All = ModelNeeds.Pauses | ModelNeeds.Collections | ModelNeeds.Regions | ModelNeeds.Tasks
        | ModelNeeds.Logs;

    private const string Run = "ProcStatus 0 0 1, GoStatusStack 0 1 7 2 1, ";

    private const string Work = "STWBegin 100 1 0, STWEnd 200, GCBegin 0 5 0, GCEnd 100 6, UserTaskBegin 0 9 0 2 0, "
        + "UserRegionBegin 0 9 1 0, UserRegionEnd 100 9 1 0, UserTaskEnd 100 9 0, UserLog 0 9 1 2 0";

    private const string Blocked = "GoBlock 100 3 1, HeapAlloc 100 5";

    [Fact]
    public void Records_have_the_names_and_the_durations_of_the_events()
    {
        Records records = Read(All, Work);
        Assert.Equal(
            ["pause stop-the-world (one) 200", "collection 100", "region one task 9 of 1 100", "task 9 two 200",
                "log 9 one two"],
            records.Lines);
    }

    [Fact]
    public void Records_of_a_kind_that_is_not_declared_are_not_built()
    {
        Assert.Equal(["pause stop-the-world (one) 200"], Read(ModelNeeds.Pauses, Work).Lines);
        Assert.Equal(["collection 100"], Read(ModelNeeds.Collections, Work).Lines);
        Assert.Equal(["region one task 9 of 1 100"], Read(ModelNeeds.Regions, Work).Lines);
        Assert.Equal(["task 9 two 200"], Read(ModelNeeds.Tasks, Work).Lines);
        Assert.Equal(["log 9 one two"], Read(ModelNeeds.Logs, Work).Lines);
    }

    [Fact]
    public void What_the_trace_cuts_at_its_end_is_open_there()
    {
        Records records = Read(
            All, "STWBegin 100 1 0, UserTaskBegin 0 9 0 2 0, UserRegionBegin 0 9 1 0, GoLabel 300 1");
        Assert.Equal(
            ["pause stop-the-world (one) 300 open at end", "task 9 two 300 open at end",
                "region one task 9 of 1 300 open at end"],
            records.Lines);
    }

    [Fact]
    public void What_the_trace_cuts_at_its_start_is_open_there()
    {
        Records records = Read(
            All, "GCActive 0 5, GoLabel 100 1, UserRegionEnd 0 9 1 0, UserTaskEnd 100 9 0, GCEnd 0 6");
        Assert.Equal(
            ["region one task 9 of 1 100 open at start", "task 9  200 open at start", "collection 200 open at start"],
            records.Lines);
    }

    [Fact]
    public void A_gap_cuts_what_is_open_and_starts_what_ends_after_it()
    {
        GoTraceFile file = new(26);
        GoDrawing.Add(file, 1, $"7: {Run}UserRegionBegin 100 9 1 0, GoLabel 100 1", Microseconds);
        GoDrawing.Add(file, 5, $"7: {Run}GoLabel 100 1, UserRegionEnd 100 9 1 0", Microseconds);
        Records records = Read(All, file.Bytes);
        Assert.Equal("region one task 9 of 1 100 open at end", records.Lines[0]);
        Assert.Equal("gap", records.Lines[1]);
        Assert.EndsWith(" open at start", Assert.Single(records.Lines[2..]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_has_the_stack_at_which_it_began()
    {
        Records records = Read(ModelNeeds.ExecutionStates | ModelNeeds.Stacks, Blocked);
        Assert.Equal(
            ["state 1 Running  at main 100 open at start", "state 1 Waiting main at main 100 open at end"],
            records.Lines);
    }

    [Fact]
    public void Without_the_need_for_stacks_states_have_none() => Assert.Equal(
        ["state 1 Running  at  100 open at start", "state 1 Waiting main at  100 open at end"],
        Read(ModelNeeds.ExecutionStates, Blocked).Lines);

    [Fact]
    public void A_ready_goroutine_has_the_goroutine_that_woke_it() => Assert.Equal(
        ["state 1 Running  at  300 open at start", "state 2 Ready  at  300 by 1", "state 1 Waiting one at  300",
            "state 1 Ready  at  0 open at end by 2", "state 2 Running  at  300 open at end"],
        Read(
            ModelNeeds.ExecutionStates, "GoCreate 0 2 1 0, GoBlock 300 1 1, GoStart 0 2 1, GoUnblock 300 1 1 0")
            .Lines);

    [Fact]
    public void A_proc_is_in_use_until_it_stops() => Assert.Equal(
        ["proc 0 200 open at start", "proc 1 300 open at start open at end"],
        Read(
            ModelNeeds.ProcUses,
            "GoBlock 100 3 0, ProcStop 100; 8: ProcStatus 0 1 1, HeapAlloc 300 5").Lines);

    [Fact]
    public void Assists_count_while_their_goroutine_runs_and_workers_by_their_label()
    {
        const string Events = "ProcsChange 0 4 0, GCMarkAssistBegin 100 1, GCMarkAssistEnd 50, GoLabel 0 2";
        Assert.Equal(["work assist of 1 a quarter 50"], Read(ModelNeeds.CollectionWork, Events).Lines);
    }

    [Fact]
    public void Every_kind_that_a_tracer_has_is_recorded_except_samples_and_gaps()
    {
        Records whole = Read(All, Work);
        Assert.Equal(CoverageState.Whole, whole.Coverage.Of(ModelNeeds.ExecutionStates).State);
        Assert.Equal(CoverageState.Unknown, whole.Coverage.Of(ModelNeeds.Samples).State);
        Assert.Equal(CoverageState.NotRecorded, whole.Coverage.Of(ModelNeeds.Exceptions).State);

        GoTraceFile file = new(26);
        GoDrawing.Add(file, 1, $"7: {Run}GoLabel 100 1", Microseconds);
        GoDrawing.Add(file, 5, $"7: {Run}GoLabel 100 1", Microseconds);
        Coverage partial = Read(All, file.Bytes).Coverage.Of(ModelNeeds.Pauses);
        Assert.Equal(CoverageState.Partial, partial.State);
        Assert.Equal(2, partial.Spans!.Count);
    }

    [Theory]
    [InlineData(5, 3, -2)]
    [InlineData(3, 5, 2)]
    [InlineData(long.MinValue, long.MaxValue, TraceTime.MaxNanoseconds)]
    [InlineData(long.MaxValue, long.MinValue, -TraceTime.MaxNanoseconds)]
    public void Times_never_leave_the_range_of_the_model(long origin, long reading, long expected) =>
        Assert.Equal(expected, TraceTime.Since(origin, reading).Nanoseconds);

    private static Records Read(ModelNeeds needs, string events) =>
        Read(needs, GoDrawing.Trace(26, Microseconds, $"7: {Run}{events}"));

    private static Records Read(ModelNeeds needs, byte[] trace)
    {
        Records records = new(needs);
        GoInterpreter interpreter = new(new TraceModel(records), FileDescription.Unknown);
        using MemoryStream stream = new(trace);
        GoTraceReader reader = GoTraceModel.ReadToEnd(stream, interpreter, TestContext.Current.CancellationToken);
        interpreter.Complete();
        Assert.Null(reader.Fault);
        return records;
    }

    private sealed class Records(ModelNeeds needs) : IModelSink
    {
        public ModelNeeds Needs { get; } = needs;

        public List<string> Lines { get; } = [];

        public TraceCoverage Coverage => _context.Coverage;

        private TraceContext _context = TraceContext.Empty;

        public void OnBegin(TraceContext context) => _context = context;

        public void Add(in ExecutionState state) => Lines.Add(
            $"state {state.ExecutionId} {state.Activity} {state.Reason} at "
                + $"{_context.Stacks.Innermost(state.Stack)?.Name} {Text(state.Range)}"
                + (state.WakerId > 0 ? $" by {state.WakerId}" : ""));

        public void Add(in ProcUse use) => Lines.Add($"proc {use.ProcId} {Text(use.Range)}");

        public void Add(in CollectionWork work) => Lines.Add(
            $"work {(work.IsAssist ? "assist" : "worker")} of {work.ExecutionId} "
                + $"{(work.ProcessorShare == 0.25 ? "a quarter" : "all")} {Text(work.Range)}");

        public void Add(in Pause pause) => Lines.Add($"pause {pause.Reason} {Text(pause.Range)}");

        public void Add(in Collection collection) => Lines.Add($"collection {Text(collection.Range)}");

        public void Add(in Region region) => Lines.Add(
            $"region {region.Name} task {region.TaskId} of {region.ExecutionId} {Text(region.Range)}");

        public void Add(in TraceTask task) => Lines.Add($"task {task.Id} {task.Name} {Text(task.Range)}");

        public void Add(in LogRecord log) => Lines.Add($"log {log.TaskId} {log.Category} {log.Message}");

        public void OnGap() => Lines.Add("gap");

        // Equal times are a nanosecond apart in a trace.
        private static string Text(TimeRange range) =>
            Math.Round(range.Nanoseconds / 1000d)
            + (range.IsOpenAtStart ? " open at start" : "")
            + (range.IsOpenAtEnd ? " open at end" : "");
    }
}
