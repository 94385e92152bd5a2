using System.Collections.Frozen;
using static Contrail.Core.GoTrace.Events.GoEventId;
using static Contrail.Core.GoTrace.Events.GoEventKind;
using static Contrail.Core.GoTrace.Events.GoState;
using static Contrail.Core.GoTrace.Events.GoSubject;
using G = Contrail.Core.GoTrace.Events.SchedulingRequirement;
using M = Contrail.Core.GoTrace.Events.SchedulingRequirement;
using P = Contrail.Core.GoTrace.Events.SchedulingRequirement;

namespace Contrail.Core.GoTrace.Events;

/// <summary>
/// The format's events as one table, which the reader, the dumps and the assembler share. Immutable; safe from any
/// thread.
/// </summary>
internal static class GoEventTable
{
    /// <summary>
    /// The version whose text names the events of experiments. Earlier versions write them; readers of events ignore
    /// them.
    /// </summary>
    private const int Experiments = 26;

    // The combinations that occur.
    private static readonly SchedulingRequirements Full = new(M.Must, P.Must, G.Must);
    private static readonly SchedulingRequirements OnProc = new(M.Must, P.Must, G.May);
    private static readonly SchedulingRequirements OffProc = new(M.Must, P.MustNot, G.May);
    private static readonly SchedulingRequirements OffGoroutine = new(M.Must, P.May, G.MustNot);
    private static readonly SchedulingRequirements Scheduling = new(M.Must, P.Must, G.MustNot);
    private static readonly SchedulingRequirements OnGoroutine = new(M.Must, P.May, G.Must);
    private static readonly SchedulingRequirements OnThread = new(M.Must, P.May, G.May);

    private static readonly GoEventRow[] Rows =
    [
        Structure(GoEventId.EventBatch, 22, "gen m time size"),
        Structure(Stacks, 22, ""),
        new(Stack, 22, "id nframes", Structural) { HasFrames = true },
        Structure(Strings, 22, ""),
        new(GoEventId.String, 22, "id", Structural) { HasBytes = true },
        Structure(CPUSamples, 22, ""),
        new(CPUSample, 22, "time m p g stack", StackSample),
        Structure(Frequency, 22, "freq"),

        Gauge(ProcsChange, "dt procs_value stack", Full, "/sched/gomaxprocs:threads"),
        Transition(ProcStart, 22, "dt p p_seq", OffProc, NamedProc, Idle, Running, mayWait: true),
        Transition(ProcStop, 22, "dt", OnProc, OwnProc, Running, Idle),
        Transition(ProcSteal, 22, "dt p p_seq m", OnThread, NamedProc, Running, Idle, mayWait: true),
        Transition(GoEventId.ProcStatus, 22, "dt p pstatus", null, NamedProc, Undetermined, Undetermined),

        Transition(GoCreate, 22, "dt new_g new_stack stack", OnProc, NamedGoroutine, NotExist, Runnable),
        Transition(GoCreateSyscall, 22, "dt new_g", OffGoroutine, NamedGoroutine, NotExist, Syscall),
        Transition(GoStart, 22, "dt g g_seq", Scheduling, NamedGoroutine, Runnable, Running, mayWait: true),
        Transition(GoDestroy, 22, "dt", Full, OwnGoroutine, Running, NotExist),
        Transition(GoDestroySyscall, 22, "dt", OnGoroutine, OwnGoroutine, Syscall, NotExist),
        Transition(GoStop, 22, "dt reason_string stack", Full, OwnGoroutine, Running, Runnable),
        Transition(GoBlock, 22, "dt reason_string stack", Full, OwnGoroutine, Running, Waiting),
        Transition(GoUnblock, 22, "dt g g_seq stack", null, NamedGoroutine, Waiting, Runnable, mayWait: true),
        Transition(GoSyscallBegin, 22, "dt p_seq stack", Full, OwnGoroutine, Running, Syscall),
        Transition(GoSyscallEnd, 22, "dt", Full, OwnGoroutine, Syscall, Running),
        Transition(GoSyscallEndBlocked, 22, "dt", OnGoroutine, OwnGoroutine, Syscall, Runnable, mayWait: true),
        Transition(GoEventId.GoStatus, 22, "dt g m gstatus", null, NamedGoroutine, Undetermined, Undetermined),

        Range(STWBegin, RangeBegin, "dt kind_string stack", Full, OwnGoroutine, STWBegin, "stop-the-world"),
        Range(STWEnd, RangeEnd, "dt", Full, OwnGoroutine, STWBegin, "stop-the-world"),
        MarkPhase(GCActive, RangeActive, "dt gc_seq"),
        MarkPhase(GCBegin, RangeBegin, "dt gc_seq stack"),
        MarkPhase(GCEnd, RangeEnd, "dt gc_seq"),
        Sweep(GCSweepActive, RangeActive, "dt p", null, NamedProc),
        Sweep(GCSweepBegin, RangeBegin, "dt stack", OnProc, OwnProc),
        Sweep(GCSweepEnd, RangeEnd, "dt swept_value reclaimed_value", OnProc, OwnProc),
        MarkAssist(GCMarkAssistActive, RangeActive, "dt g", null, NamedGoroutine),
        MarkAssist(GCMarkAssistBegin, RangeBegin, "dt stack", Full, OwnGoroutine),
        MarkAssist(GCMarkAssistEnd, RangeEnd, "dt", Full, OwnGoroutine),
        Gauge(HeapAlloc, "dt heapalloc_value", OnProc, "/memory/classes/heap/objects:bytes"),
        Gauge(HeapGoal, "dt heapgoal_value", OnProc, "/gc/heap/goal:bytes"),

        Note(GoEventId.GoLabel, GoEventKind.Label, "dt label_string"),
        Note(UserTaskBegin, TaskBegin, "dt task parent_task name_string stack"),
        Note(UserTaskEnd, TaskEnd, "dt task stack"),
        Note(UserRegionBegin, RegionBegin, "dt task name_string stack"),
        Note(UserRegionEnd, RegionEnd, "dt task name_string stack"),
        Note(UserLog, Log, "dt task key_string value_string stack"),

        Transition(GoSwitch, 23, "dt g g_seq", Full, NamedGoroutine, Waiting, Runnable, mayWait: true),
        Transition(GoSwitchDestroy, 23, "dt g g_seq", Full, NamedGoroutine, Waiting, Runnable, mayWait: true),
        Transition(GoCreateBlocked, 23, "dt new_g new_stack stack", OnProc, NamedGoroutine, NotExist, Waiting),
        Transition(GoStatusStack, 23, "dt g m gstatus stack", null, NamedGoroutine, Undetermined, Undetermined),
        new(GoEventId.ExperimentalBatch, 23, "exp gen m time", Structural) { HasBytes = true },
        new(GoEventId.Sync, 25, "", GoEventKind.Sync),
        Structure(ClockSnapshot, 25, "dt mono sec nsec"),
        Structure(EndOfGeneration, 26, ""),

        Experiment(Span, "dt id npages_value kindclass"),
        Experiment(SpanAlloc, "dt id npages_value kindclass"),
        Experiment(SpanFree, "dt id"),
        Experiment(HeapObject, "dt id type"),
        Experiment(HeapObjectAlloc, "dt id type"),
        Experiment(HeapObjectFree, "dt id"),
        Experiment(GoroutineStack, "dt id order"),
        Experiment(GoroutineStackAlloc, "dt id order"),
        Experiment(GoroutineStackFree, "dt id"),
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

    private static GoEventRow Structure(GoEventId id, int since, string arguments) =>
        new(id, since, arguments, Structural);

    private static GoEventRow Gauge(GoEventId id, string arguments, SchedulingRequirements? needs, string name) =>
        new(id, 22, arguments, Metric) { Needs = needs, Label = name };

    private static GoEventRow Transition(
        GoEventId id, int since, string arguments, SchedulingRequirements? needs,
        GoSubject subject, GoState from, GoState to,
        bool mayWait = false) =>
        new(id, since, arguments, StateTransition)
        {
            Needs = needs,
            Subject = subject,
            From = from,
            To = to,
            MayWait = mayWait,
        };

    private static GoEventRow Range(
        GoEventId id, GoEventKind kind, string arguments, SchedulingRequirements? needs,
        GoSubject subject, GoEventId begin,
        string name) =>
        new(id, 22, arguments, kind) { Needs = needs, Subject = subject, Range = begin, Label = name };

    // The phase belongs to the program: a thread may end what another began, in the order of the numbers.
    private static GoEventRow MarkPhase(GoEventId id, GoEventKind kind, string arguments) =>
        new(id, 22, arguments, kind)
        {
            Needs = Full,
            Range = GCBegin,
            Label = "GC concurrent mark phase",
            MayWait = true,
        };

    private static GoEventRow Sweep(
        GoEventId id, GoEventKind kind, string arguments, SchedulingRequirements? needs, GoSubject subject) =>
        Range(id, kind, arguments, needs, subject, GCSweepBegin, "GC incremental sweep");

    private static GoEventRow MarkAssist(
        GoEventId id, GoEventKind kind, string arguments, SchedulingRequirements? needs, GoSubject subject) =>
        Range(id, kind, arguments, needs, subject, GCMarkAssistBegin, "GC mark assist");

    private static GoEventRow Note(GoEventId id, GoEventKind kind, string arguments) =>
        new(id, 22, arguments, kind) { Needs = Full };

    private static GoEventRow Experiment(GoEventId id, string arguments) =>
        new(id, Experiments, arguments, Experimental) { Needs = OnThread };
}
