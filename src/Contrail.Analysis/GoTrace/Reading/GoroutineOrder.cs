using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>The order of the events of goroutines: creation, scheduling, blocking, end. Not thread-safe.</summary>
internal sealed class GoroutineOrder
{
    private readonly OrderContext _context;

    public GoroutineOrder(OrderContext context) => _context = context;

    public bool CanChange(EventCursor cursor, GoStatus from) =>
        _context.Goroutines.TryGetValue(cursor.Id(0), out GoroutineState? goroutine)
        && goroutine.Status == from
        && _context.SequenceOf(cursor.Number(1)).Succeeds(goroutine.Sequence);

    public bool IsRunning() =>
        _context.Here.Proc != GoContext.None
        && _context.Goroutines.TryGetValue(_context.Here.Goroutine, out GoroutineState? own)
        && own.Status == GoStatus.Running;

    public string Create(EventCursor cursor, GoStatus status)
    {
        bool isInterrupted = _context.Goroutines.TryGetValue(_context.Here.Goroutine, out GoroutineState? own)
            && own.Status != GoStatus.Running;
        if (isInterrupted)
        {
            return $"{cursor.Row.Name} by goroutine {_context.Here.Goroutine}, which is not Running";
        }

        return TryAdd(cursor, status) ? _context.Emit(cursor) : $"goroutine {cursor.Id(0)} is made and exists already";
    }

    public string CreateInSyscall(EventCursor cursor)
    {
        if (!TryAdd(cursor, GoStatus.Syscall))
        {
            return $"goroutine {cursor.Id(0)} is made in a system call and exists already";
        }

        _context.GoroutineAfter = cursor.Id(0);
        return _context.Emit(cursor);
    }

    private bool TryAdd(EventCursor cursor, GoStatus status) => _context.Goroutines.TryAdd(
        cursor.Id(0), new GoroutineState { Status = status, Sequence = _context.SequenceOf(0) });

    public string Start(EventCursor cursor)
    {
        GoroutineState goroutine = _context.Goroutines[cursor.Id(0)];
        goroutine.Status = GoStatus.Running;
        goroutine.Sequence = _context.SequenceOf(cursor.Number(1));
        _context.GoroutineAfter = cursor.Id(0);
        return _context.Emit(cursor);
    }

    // It leaves its thread, for a while or for good.
    public string Leave(EventCursor cursor, GoStatus? status)
    {
        if (!_context.TryGetOwn(GoStatus.Running, cursor, out GoroutineState own, out string fault))
        {
            return fault;
        }

        SetOrEnd(own, status);
        _context.GoroutineAfter = GoContext.None;
        return _context.Emit(cursor);
    }

    private void SetOrEnd(GoroutineState own, GoStatus? status)
    {
        if (status is { } next)
        {
            own.Status = next;
        }
        else
        {
            _context.Goroutines.Remove(_context.Here.Goroutine);
        }
    }

    public string Unblock(EventCursor cursor)
    {
        GoroutineState goroutine = _context.Goroutines[cursor.Id(0)];
        goroutine.Status = GoStatus.Runnable;
        goroutine.Sequence = _context.SequenceOf(cursor.Number(1));
        return _context.Emit(cursor);
    }

    // One event that represents three: the next is unblocked, this one leaves, the next runs.
    public string Switch(EventCursor cursor)
    {
        if (!_context.TryGetOwn(GoStatus.Running, cursor, out GoroutineState own, out string fault))
        {
            return fault;
        }

        _context.Emit(cursor);
        bool isBlock = cursor.Row.Id == GoEventId.GoSwitch;
        SetOrEnd(own, isBlock ? GoStatus.Waiting : null);
        GoEventRow left = GoEventTable.Of(isBlock ? GoEventId.GoBlock : GoEventId.GoDestroy);
        _context.Emit(new GoEvent(left, _context.Generation, cursor.Time, _context.Here, default));

        GoroutineState next = _context.Goroutines[cursor.Id(0)];
        next.Status = GoStatus.Running;
        next.Sequence = _context.SequenceOf(cursor.Number(1));
        _context.GoroutineAfter = cursor.Id(0);
        GoContext between = _context.Here with { Goroutine = GoContext.None };
        return _context.Emit(new GoEvent(
            GoEventTable.Of(GoEventId.GoStart), _context.Generation, cursor.Time, between, cursor.Arguments));
    }

    public string ApplyStatus(EventCursor cursor)
    {
        long id = cursor.Id(0);
        if (cursor.Number(2) > (ulong)GoStatus.Waiting)
        {
            return $"invalid status for goroutine {id}: {cursor.Number(2)}";
        }

        GoStatus reported = (GoStatus)cursor.Number(2);
        bool isKnown = _context.Goroutines.TryGetValue(id, out GoroutineState? goroutine);
        if (isKnown && goroutine!.Status != reported)
        {
            return $"inconsistent status for goroutine {id}: old {goroutine.Status} vs. new {reported}";
        }

        if (!isKnown && !_context.IsFirstGeneration)
        {
            return $"found goroutine status for new goroutine after the first generation: id={id} status={reported}";
        }

        goroutine ??= AddReported(id, reported);
        goroutine.Sequence = _context.SequenceOf(0);
        GoContext context = _context.Here;
        string fault = reported == GoStatus.Syscall ? PlaceInSyscall(id, cursor.Id(1), out context) : "";
        _context.GoroutineAfter = reported == GoStatus.Running ? id : _context.GoroutineAfter;
        GoState to = StateOf(reported);
        return fault.Length > 0
            ? fault
            : _context.Emit(
                _context.EventOf(cursor, context) with { From = isKnown ? to : GoState.Undetermined, To = to });
    }

    private GoroutineState AddReported(long id, GoStatus reported)
    {
        GoroutineState goroutine = new() { Status = reported, Sequence = _context.SequenceOf(0) };
        _context.Goroutines.Add(id, goroutine);
        return goroutine;
    }

    // Where a goroutine that sits in a system call is: on this thread, or on one that has reported nothing so far.
    private string PlaceInSyscall(long goroutineId, long threadId, out GoContext context)
    {
        context = _context.Here;
        if (threadId == GoContext.None)
        {
            return $"found goroutine {goroutineId} in syscall without a thread";
        }

        if (threadId == _context.Here.Thread)
        {
            _context.GoroutineAfter = goroutineId;
            return _context.IsFirstGeneration || _context.Here.Goroutine == goroutineId
                ? ""
                : $"goroutine {goroutineId} is reported in a syscall on thread {threadId}, which has "
                    + $"{_context.Here.Goroutine}";
        }

        context = _context.Here with { Thread = threadId };
        if (!_context.Threads.TryGetValue(threadId, out GoThreadState? thread))
        {
            _context.Threads.Add(threadId, new GoThreadState { Goroutine = goroutineId });
            return "";
        }

        context = context with { Goroutine = thread.Goroutine };
        return thread.Goroutine == goroutineId
            ? ""
            : $"goroutine {goroutineId} is reported in a syscall on thread {threadId}, which has {thread.Goroutine}";
    }

    private static GoState StateOf(GoStatus status) => status switch
    {
        GoStatus.Runnable => GoState.Runnable,
        GoStatus.Running => GoState.Running,
        GoStatus.Syscall => GoState.Syscall,
        GoStatus.Waiting => GoState.Waiting,
        _ => GoState.Undetermined,
    };
}
