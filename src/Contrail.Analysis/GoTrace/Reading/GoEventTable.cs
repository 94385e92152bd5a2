using System.Collections.Frozen;
using static Contrail.Analysis.GoTrace.Reading.GoEventId;
using static Contrail.Analysis.GoTrace.Reading.GoEventKind;
using static Contrail.Analysis.GoTrace.Reading.GoState;
using static Contrail.Analysis.GoTrace.Reading.GoSubject;

namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>
/// The format's events as one table, which the reader, the dumps and the assembler share. Immutable; safe from any
/// thread.
/// </summary>
internal static class GoEventTable
{
    /// <summary>
    /// The version whose text names the events of experiments. Writers had them before; readers of events never ask.
    /// </summary>
    private const int Experiments = 26;

    private static readonly GoEventRow[] Rows =
    [
        Part(GoEventId.EventBatch, 22, "gen m time size"),
        Part(Stacks, 22, ""),
        new(Stack, 22, "id nframes", Structural) { HasFrames = true },
        Part(Strings, 22, ""),
        new(GoEventId.String, 22, "id", Structural) { HasBytes = true },
        Part(CPUSamples, 22, ""),
        new(CPUSample, 22, "time m p g stack", StackSample),
        Part(Frequency, 22, "freq"),

        Gauge(ProcsChange, "dt procs_value stack", "+++", "/sched/gomaxprocs:threads"),
        State(ProcStart, 22, "dt p p_seq", "+0?", NamedProc, Idle, Running, mayWait: true),
        State(ProcStop, 22, "dt", "++?", OwnProc, Running, Idle),
        State(ProcSteal, 22, "dt p p_seq m", "+??", NamedProc, Running, Idle, mayWait: true),
        State(GoEventId.ProcStatus, 22, "dt p pstatus", "???", NamedProc, Undetermined, Undetermined),

        State(GoCreate, 22, "dt new_g new_stack stack", "++?", NamedGoroutine, NotExist, Runnable),
        State(GoCreateSyscall, 22, "dt new_g", "+?0", NamedGoroutine, NotExist, Syscall),
        State(GoStart, 22, "dt g g_seq", "++0", NamedGoroutine, Runnable, Running, mayWait: true),
        State(GoDestroy, 22, "dt", "+++", OwnGoroutine, Running, NotExist),
        State(GoDestroySyscall, 22, "dt", "+?+", OwnGoroutine, Syscall, NotExist),
        State(GoStop, 22, "dt reason_string stack", "+++", OwnGoroutine, Running, Runnable),
        State(GoBlock, 22, "dt reason_string stack", "+++", OwnGoroutine, Running, Waiting),
        State(GoUnblock, 22, "dt g g_seq stack", "???", NamedGoroutine, Waiting, Runnable, mayWait: true),
        State(GoSyscallBegin, 22, "dt p_seq stack", "+++", OwnGoroutine, Running, Syscall),
        State(GoSyscallEnd, 22, "dt", "+++", OwnGoroutine, Syscall, Running),
        State(GoSyscallEndBlocked, 22, "dt", "+?+", OwnGoroutine, Syscall, Runnable, mayWait: true),
        State(GoEventId.GoStatus, 22, "dt g m gstatus", "???", NamedGoroutine, Undetermined, Undetermined),

        Range(STWBegin, RangeBegin, "dt kind_string stack", "+++", OwnGoroutine, STWBegin, "stop-the-world"),
        Range(STWEnd, RangeEnd, "dt", "+++", OwnGoroutine, STWBegin, "stop-the-world"),
        Mark(GCActive, RangeActive, "dt gc_seq"),
        Mark(GCBegin, RangeBegin, "dt gc_seq stack"),
        Mark(GCEnd, RangeEnd, "dt gc_seq"),
        Sweep(GCSweepActive, RangeActive, "dt p", "???", NamedProc),
        Sweep(GCSweepBegin, RangeBegin, "dt stack", "++?", OwnProc),
        Sweep(GCSweepEnd, RangeEnd, "dt swept_value reclaimed_value", "++?", OwnProc),
        Assist(GCMarkAssistActive, RangeActive, "dt g", "???", NamedGoroutine),
        Assist(GCMarkAssistBegin, RangeBegin, "dt stack", "+++", OwnGoroutine),
        Assist(GCMarkAssistEnd, RangeEnd, "dt", "+++", OwnGoroutine),
        Gauge(HeapAlloc, "dt heapalloc_value", "++?", "/memory/classes/heap/objects:bytes"),
        Gauge(HeapGoal, "dt heapgoal_value", "++?", "/gc/heap/goal:bytes"),

        Note(GoEventId.GoLabel, GoEventKind.Label, "dt label_string"),
        Note(UserTaskBegin, TaskBegin, "dt task parent_task name_string stack"),
        Note(UserTaskEnd, TaskEnd, "dt task stack"),
        Note(UserRegionBegin, RegionBegin, "dt task name_string stack"),
        Note(UserRegionEnd, RegionEnd, "dt task name_string stack"),
        Note(UserLog, Log, "dt task key_string value_string stack"),

        State(GoSwitch, 23, "dt g g_seq", "+++", NamedGoroutine, Waiting, Runnable, mayWait: true),
        State(GoSwitchDestroy, 23, "dt g g_seq", "+++", NamedGoroutine, Waiting, Runnable, mayWait: true),
        State(GoCreateBlocked, 23, "dt new_g new_stack stack", "++?", NamedGoroutine, NotExist, Waiting),
        State(GoStatusStack, 23, "dt g m gstatus stack", "???", NamedGoroutine, Undetermined, Undetermined),
        new(GoEventId.ExperimentalBatch, 23, "exp gen m time", Structural) { HasBytes = true },
        new(GoEventId.Sync, 25, "", GoEventKind.Sync),
        Part(ClockSnapshot, 25, "dt mono sec nsec"),
        Part(EndOfGeneration, 26, ""),

        Trial(Span, "dt id npages_value kindclass"),
        Trial(SpanAlloc, "dt id npages_value kindclass"),
        Trial(SpanFree, "dt id"),
        Trial(HeapObject, "dt id type"),
        Trial(HeapObjectAlloc, "dt id type"),
        Trial(HeapObjectFree, "dt id"),
        Trial(GoroutineStack, "dt id order"),
        Trial(GoroutineStackAlloc, "dt id order"),
        Trial(GoroutineStackFree, "dt id"),
    ];

    private static readonly GoEventRow?[] ById = IndexById();

    private static readonly FrozenDictionary<string, GoEventRow> ByName =
        Rows.ToFrozenDictionary(row => row.Name, StringComparer.Ordinal);

    /// <summary>All events, in the order of their numbers.</summary>
    public static IReadOnlyList<GoEventRow> All => Rows;

    /// <summary>The row of a known event.</summary>
    public static GoEventRow Of(GoEventId id) => ById[(byte)id]!;

    /// <summary>The row of an event by its number; null if there is no such event.</summary>
    public static GoEventRow? Find(byte number) => ById[number];

    /// <summary>The row of an event by its name; null if there is no such event.</summary>
    public static GoEventRow? Find(string name) => ByName.GetValueOrDefault(name);

    private static GoEventRow?[] IndexById()
    {
        GoEventRow?[] rows = new GoEventRow?[byte.MaxValue + 1];
        foreach (GoEventRow row in Rows)
        {
            rows[(byte)row.Id] = row;
        }

        return rows;
    }

    private static GoEventRow Part(GoEventId id, int since, string arguments) => new(id, since, arguments, Structural);

    private static GoEventRow Gauge(GoEventId id, string arguments, string needs, string name) =>
        new(id, 22, arguments, Metric) { Needs = new GoNeeds(needs), Label = name };

    private static GoEventRow State(
        GoEventId id, int since, string arguments, string needs, GoSubject subject, GoState from, GoState to,
        bool mayWait = false) =>
        new(id, since, arguments, StateTransition)
        {
            Needs = NeedsOf(needs),
            Subject = subject,
            From = from,
            To = to,
            MayWait = mayWait,
        };

    private static GoEventRow Range(
        GoEventId id, GoEventKind kind, string arguments, string needs, GoSubject subject, GoEventId begin,
        string name) =>
        new(id, 22, arguments, kind) { Needs = NeedsOf(needs), Subject = subject, Range = begin, Label = name };

    // The phase belongs to the program: a thread may end what another began, in the order of the numbers.
    private static GoEventRow Mark(GoEventId id, GoEventKind kind, string arguments) =>
        new(id, 22, arguments, kind)
        {
            Needs = new GoNeeds("+++"),
            Range = GCBegin,
            Label = "GC concurrent mark phase",
            MayWait = true,
        };

    private static GoEventRow Sweep(
        GoEventId id, GoEventKind kind, string arguments, string needs, GoSubject subject) =>
        Range(id, kind, arguments, needs, subject, GCSweepBegin, "GC incremental sweep");

    private static GoEventRow Assist(
        GoEventId id, GoEventKind kind, string arguments, string needs, GoSubject subject) =>
        Range(id, kind, arguments, needs, subject, GCMarkAssistBegin, "GC mark assist");

    private static GoEventRow Note(GoEventId id, GoEventKind kind, string arguments) =>
        new(id, 22, arguments, kind) { Needs = new GoNeeds("+++") };

    private static GoEventRow Trial(GoEventId id, string arguments) =>
        new(id, Experiments, arguments, Experimental) { Needs = new GoNeeds("+??") };

    private static GoNeeds? NeedsOf(string marks) => marks == "???" ? null : new GoNeeds(marks);
}
