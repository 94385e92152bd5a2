namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>Whether an event can come next.</summary>
internal enum OrderVerdict
{
    /// <summary>It is next, and <see cref="EventOrder.Emitted"/> has what it tells.</summary>
    Advanced,

    /// <summary>Something on another thread must come before it.</summary>
    MustWait,

    /// <summary>It can never come; the trace is broken.</summary>
    Broken,
}

/// <summary>
/// Follows what every thread, proc and goroutine does, which decides the order of events where times do not, and
/// whether a trace makes sense. It lives as long as the trace: states pass from a generation to the next.
/// Not safe for concurrent use.
/// </summary>
internal sealed partial class EventOrder
{
    /// <summary>What a switch between goroutines tells.</summary>
    private const int MaxEmitted = 3;

    private readonly Dictionary<long, ThreadState> _threads = [];
    private readonly GoEvent[] _emitted = new GoEvent[MaxEmitted];
    private int _emittedCount;
    private ulong? _firstGeneration;
    private DecodedGeneration _generation = null!;

    // Before the event, and what its thread has after it.
    private GoContext _here;
    private long _procAfter;
    private long _goroutineAfter;

    /// <summary>What the event that advanced tells, in order; until the next call.</summary>
    public ReadOnlySpan<GoEvent> Emitted => _emitted.AsSpan(0, _emittedCount);

    /// <summary>Why it can never come, after <c>Broken</c>.</summary>
    public string Fault { get; private set; } = "";

    private bool IsFirstGeneration => _generation.Number == _firstGeneration;

    /// <summary>Takes the cursor's event in, if it can come next.</summary>
    public OrderVerdict Advance(EventCursor cursor, DecodedGeneration generation)
    {
        _emittedCount = 0;
        _generation = generation;
        _firstGeneration ??= generation.Number;
        ThreadState? thread = EnterThread(cursor);
        GoEventRow row = cursor.Row;
        if (row.MayWait && !IsReady(cursor))
        {
            return OrderVerdict.MustWait;
        }

        bool isMet = row.Needs is not { } needs || needs.AreMet(_here) || IsFirstOfCollections(row.Id);
        string fault = isMet ? Apply(cursor) : row.Needs!.Unmet(_here);
        if (fault.Length > 0)
        {
            Fault = fault;
            return OrderVerdict.Broken;
        }

        if (thread is not null)
        {
            thread.Proc = _procAfter;
            thread.Goroutine = _goroutineAfter;
        }

        return OrderVerdict.Advanced;
    }

    private ThreadState? EnterThread(EventCursor cursor)
    {
        ThreadState? thread = cursor.Thread == GoContext.None ? null : cursor.State ??= ThreadOf(cursor.Thread);
        _here = thread is null
            ? GoContext.Nowhere
            : new GoContext { Thread = cursor.Thread, Proc = thread.Proc, Goroutine = thread.Goroutine };
        _procAfter = _here.Proc;
        _goroutineAfter = _here.Goroutine;
        return thread;
    }

    private ThreadState ThreadOf(long id)
    {
        if (!_threads.TryGetValue(id, out ThreadState? thread))
        {
            thread = new ThreadState();
            _threads.Add(id, thread);
        }

        return thread;
    }

    private bool IsReady(EventCursor cursor) => cursor.Row.Id switch
    {
        GoEventId.ProcStart => CanStartProc(cursor),
        GoEventId.ProcSteal => CanStealProc(cursor),
        GoEventId.GoStart => CanChange(cursor, GoStatus.Runnable),
        GoEventId.GoUnblock => CanChange(cursor, GoStatus.Waiting),
        GoEventId.GoSwitch or GoEventId.GoSwitchDestroy => !IsRunning() || CanChange(cursor, GoStatus.Waiting),
        GoEventId.GoSyscallEndBlocked => !HasProcInSyscall(),
        _ => IsNextOfCollections(cursor),
    };

    // One line an event: what it does is in the part of this class that keeps what it changes.
    private string Apply(EventCursor cursor) => cursor.Row.Id switch
    {
        GoEventId.ProcStart => StartProc(cursor),
        GoEventId.ProcStop => StopProc(cursor),
        GoEventId.ProcSteal => StealProc(cursor),
        GoEventId.ProcStatus => TellProc(cursor),
        GoEventId.GoCreate => Create(cursor, GoStatus.Runnable),
        GoEventId.GoCreateBlocked => Create(cursor, GoStatus.Waiting),
        GoEventId.GoCreateSyscall => CreateInSyscall(cursor),
        GoEventId.GoStart => Start(cursor),
        GoEventId.GoDestroy => Leave(cursor, null),
        GoEventId.GoStop => Leave(cursor, GoStatus.Runnable),
        GoEventId.GoBlock => Leave(cursor, GoStatus.Waiting),
        GoEventId.GoUnblock => Unblock(cursor),
        GoEventId.GoSwitch or GoEventId.GoSwitchDestroy => Switch(cursor),
        GoEventId.GoStatus or GoEventId.GoStatusStack => TellGoroutine(cursor),
        GoEventId.GoSyscallBegin => BeginSyscall(cursor),
        GoEventId.GoSyscallEnd => EndSyscall(cursor),
        GoEventId.GoSyscallEndBlocked => EndSyscallBlocked(cursor),
        GoEventId.GoDestroySyscall => DestroyInSyscall(cursor),
        GoEventId.STWBegin or GoEventId.GCMarkAssistBegin => BeginOnGoroutine(cursor),
        GoEventId.STWEnd or GoEventId.GCMarkAssistEnd => EndOnGoroutine(cursor),
        GoEventId.GCMarkAssistActive => TellOnGoroutine(cursor),
        GoEventId.GCSweepBegin => BeginSweep(cursor),
        GoEventId.GCSweepEnd => EndSweep(cursor),
        GoEventId.GCSweepActive => TellSweep(cursor),
        GoEventId.GCActive => TellCollection(cursor),
        GoEventId.GCBegin => BeginCollection(cursor),
        GoEventId.GCEnd => EndCollection(cursor),
        GoEventId.UserTaskBegin => BeginTask(cursor),
        GoEventId.UserTaskEnd => EndTask(cursor),
        GoEventId.UserRegionBegin => BeginRegion(cursor),
        GoEventId.UserRegionEnd => EndRegion(cursor),
        _ => Emit(cursor),
    };

    private string Emit(EventCursor cursor) => Emit(EventOf(cursor));

    private string Emit(in GoEvent told)
    {
        _emitted[_emittedCount++] = told;
        return "";
    }

    private GoEvent EventOf(EventCursor cursor) => EventOf(cursor, _here);

    private GoEvent EventOf(EventCursor cursor, in GoContext context) =>
        new(cursor.Row, _generation, cursor.Time, context, cursor.Arguments);

    private GoSequence SequenceOf(ulong number) => new(_generation.Number, number);
}
