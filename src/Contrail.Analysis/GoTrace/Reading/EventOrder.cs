using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>Whether an event can be next.</summary>
internal enum OrderVerdict
{
    /// <summary>It is next, and <see cref="EventOrder.Emitted"/> contains what it represents.</summary>
    Advanced,

    /// <summary>An event of another thread must precede it.</summary>
    MustWait,

    /// <summary>It can never be next; the trace is broken.</summary>
    Broken,
}

/// <summary>
/// Decides the order of events where times do not, and whether a trace makes sense: it follows what every thread, proc
/// and goroutine does. It lives as long as the trace, because states pass from a generation to the next. Not
/// thread-safe.
/// </summary>
internal sealed class EventOrder
{
    private readonly OrderContext _context = new();
    private readonly GoroutineOrder _goroutines;
    private readonly SyscallOrder _syscalls;
    private readonly ProcOrder _procs;
    private readonly RangeOrder _ranges;

    // By the number of the event. An event without a step is emitted as it is.
    private readonly Func<EventCursor, string>?[] _steps = new Func<EventCursor, string>?[byte.MaxValue + 1];

    public EventOrder()
    {
        _goroutines = new GoroutineOrder(_context);
        _syscalls = new SyscallOrder(_context);
        _procs = new ProcOrder(_context);
        _ranges = new RangeOrder(_context);
        foreach ((GoEventId id, Func<EventCursor, string> step) in Steps(new NoteOrder(_context)))
        {
            _steps[(byte)id] = step;
        }
    }

    /// <summary>The events that the one that advanced represents, in order; until the next call.</summary>
    public ReadOnlySpan<GoEvent> Emitted => _context.Emitted;

    /// <summary>Why the event can never be next, after <c>Broken</c>.</summary>
    public string Fault { get; private set; } = "";

    /// <summary>Takes in the cursor's event, if it can be next.</summary>
    public OrderVerdict Advance(EventCursor cursor, DecodedGeneration generation)
    {
        GoThreadState? thread = _context.Begin(cursor, generation);
        GoEventRow row = cursor.Row;
        if (row.MayWait && !IsReady(cursor))
        {
            return OrderVerdict.MustWait;
        }

        bool isMet = row.Needs is not { } needs || needs.AreMet(_context.Here) || _ranges.IsFirstOfCollections(row.Id);
        string fault = !isMet ? row.Needs!.Unmet(_context.Here)
            : _steps[(byte)row.Id] is { } step ? step(cursor)
            : _context.Emit(cursor);
        if (fault.Length > 0)
        {
            Fault = fault;
            return OrderVerdict.Broken;
        }

        if (thread is not null)
        {
            thread.Proc = _context.ProcAfter;
            thread.Goroutine = _context.GoroutineAfter;
        }

        return OrderVerdict.Advanced;
    }

    private bool IsReady(EventCursor cursor) => cursor.Row.Id switch
    {
        GoEventId.ProcStart => _procs.CanStartProc(cursor),
        GoEventId.ProcSteal => _procs.CanStealProc(cursor),
        GoEventId.GoStart => _goroutines.CanChange(cursor, GoStatus.Runnable),
        GoEventId.GoUnblock => _goroutines.CanChange(cursor, GoStatus.Waiting),
        GoEventId.GoSwitch or GoEventId.GoSwitchDestroy =>
            !_goroutines.IsRunning() || _goroutines.CanChange(cursor, GoStatus.Waiting),
        GoEventId.GoSyscallEndBlocked => !_syscalls.HasProcInSyscall(),
        _ => _ranges.IsNextOfCollections(cursor),
    };

    private (GoEventId Id, Func<EventCursor, string> Step)[] Steps(NoteOrder notes) =>
    [
        (GoEventId.ProcStart, _procs.StartProc),
        (GoEventId.ProcStop, _procs.StopProc),
        (GoEventId.ProcSteal, _procs.StealProc),
        (GoEventId.ProcStatus, _procs.ApplyStatus),
        (GoEventId.GoCreate, cursor => _goroutines.Create(cursor, GoStatus.Runnable)),
        (GoEventId.GoCreateBlocked, cursor => _goroutines.Create(cursor, GoStatus.Waiting)),
        (GoEventId.GoCreateSyscall, _goroutines.CreateInSyscall),
        (GoEventId.GoStart, _goroutines.Start),
        (GoEventId.GoDestroy, cursor => _goroutines.Leave(cursor, null)),
        (GoEventId.GoStop, cursor => _goroutines.Leave(cursor, GoStatus.Runnable)),
        (GoEventId.GoBlock, cursor => _goroutines.Leave(cursor, GoStatus.Waiting)),
        (GoEventId.GoUnblock, _goroutines.Unblock),
        (GoEventId.GoSwitch, _goroutines.Switch),
        (GoEventId.GoSwitchDestroy, _goroutines.Switch),
        (GoEventId.GoStatus, _goroutines.ApplyStatus),
        (GoEventId.GoStatusStack, _goroutines.ApplyStatus),
        (GoEventId.GoSyscallBegin, _syscalls.BeginSyscall),
        (GoEventId.GoSyscallEnd, _syscalls.EndSyscall),
        (GoEventId.GoSyscallEndBlocked, _syscalls.EndSyscallBlocked),
        (GoEventId.GoDestroySyscall, _syscalls.DestroyInSyscall),
        (GoEventId.STWBegin, _ranges.BeginOnGoroutine),
        (GoEventId.GCMarkAssistBegin, _ranges.BeginOnGoroutine),
        (GoEventId.STWEnd, _ranges.EndOnGoroutine),
        (GoEventId.GCMarkAssistEnd, _ranges.EndOnGoroutine),
        (GoEventId.GCMarkAssistActive, _ranges.ConfirmOnGoroutine),
        (GoEventId.GCSweepBegin, _ranges.BeginSweep),
        (GoEventId.GCSweepEnd, _ranges.EndSweep),
        (GoEventId.GCSweepActive, _ranges.ConfirmSweep),
        (GoEventId.GCActive, _ranges.ConfirmCollection),
        (GoEventId.GCBegin, _ranges.BeginCollection),
        (GoEventId.GCEnd, _ranges.EndCollection),
        (GoEventId.UserTaskBegin, notes.BeginTask),
        (GoEventId.UserTaskEnd, notes.EndTask),
        (GoEventId.UserRegionBegin, notes.BeginRegion),
        (GoEventId.UserRegionEnd, notes.EndRegion),
    ];
}
