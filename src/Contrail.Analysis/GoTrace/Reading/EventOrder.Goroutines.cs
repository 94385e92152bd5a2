namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>Goroutines: made, run, stopped, blocked, ended.</summary>
internal sealed partial class EventOrder
{
    private readonly Dictionary<long, GoroutineState> _goroutines = [];

    private bool CanChange(EventCursor cursor, GoStatus from) =>
        _goroutines.TryGetValue(cursor.Id(0), out GoroutineState? goroutine)
        && goroutine.Status == from
        && SequenceOf(cursor.Number(1)).Succeeds(goroutine.Sequence);

    private bool IsRunning() =>
        _here.Proc != GoContext.None
        && _goroutines.TryGetValue(_here.Goroutine, out GoroutineState? own)
        && own.Status == GoStatus.Running;

    private bool TryGetOwn(GoStatus expected, EventCursor cursor, out GoroutineState own, out string fault)
    {
        bool isKnown = _goroutines.TryGetValue(_here.Goroutine, out own!);
        fault = !isKnown ? $"{cursor.Row.Name} for goroutine {_here.Goroutine}, which does not exist"
            : own.Status != expected ? $"{cursor.Row.Name} for goroutine {_here.Goroutine}, which is not {expected}"
            : "";
        return fault.Length == 0;
    }

    private string Create(EventCursor cursor, GoStatus status)
    {
        bool isInterrupted = _goroutines.TryGetValue(_here.Goroutine, out GoroutineState? own)
            && own.Status != GoStatus.Running;
        if (isInterrupted)
        {
            return $"{cursor.Row.Name} by goroutine {_here.Goroutine}, which is not Running";
        }

        return TryAdd(cursor, status) ? Emit(cursor) : $"goroutine {cursor.Id(0)} is made and exists already";
    }

    private bool TryAdd(EventCursor cursor, GoStatus status) => _goroutines.TryAdd(
        cursor.Id(0), new GoroutineState { Status = status, Sequence = SequenceOf(0) });

    private string Start(EventCursor cursor)
    {
        GoroutineState goroutine = _goroutines[cursor.Id(0)];
        goroutine.Status = GoStatus.Running;
        goroutine.Sequence = SequenceOf(cursor.Number(1));
        _goroutineAfter = cursor.Id(0);
        return Emit(cursor);
    }

    // It leaves its thread, for a while or for good.
    private string Leave(EventCursor cursor, GoStatus? status)
    {
        if (!TryGetOwn(GoStatus.Running, cursor, out GoroutineState own, out string fault))
        {
            return fault;
        }

        SetOrEnd(own, status);
        _goroutineAfter = GoContext.None;
        return Emit(cursor);
    }

    private void SetOrEnd(GoroutineState own, GoStatus? status)
    {
        if (status is { } next)
        {
            own.Status = next;
        }
        else
        {
            _goroutines.Remove(_here.Goroutine);
        }
    }

    private string Unblock(EventCursor cursor)
    {
        GoroutineState goroutine = _goroutines[cursor.Id(0)];
        goroutine.Status = GoStatus.Runnable;
        goroutine.Sequence = SequenceOf(cursor.Number(1));
        return Emit(cursor);
    }

    // One event that tells three: the next is unblocked, this one leaves, the next runs.
    private string Switch(EventCursor cursor)
    {
        if (!TryGetOwn(GoStatus.Running, cursor, out GoroutineState own, out string fault))
        {
            return fault;
        }

        Emit(cursor);
        bool isBlock = cursor.Row.Id == GoEventId.GoSwitch;
        SetOrEnd(own, isBlock ? GoStatus.Waiting : null);
        GoEventRow left = GoEventTable.Of(isBlock ? GoEventId.GoBlock : GoEventId.GoDestroy);
        Emit(new GoEvent(left, _generation, cursor.Time, _here, default));

        GoroutineState next = _goroutines[cursor.Id(0)];
        next.Status = GoStatus.Running;
        next.Sequence = SequenceOf(cursor.Number(1));
        _goroutineAfter = cursor.Id(0);
        GoContext between = _here with { Goroutine = GoContext.None };
        return Emit(new GoEvent(
            GoEventTable.Of(GoEventId.GoStart), _generation, cursor.Time, between, cursor.Arguments));
    }

    private string TellGoroutine(EventCursor cursor)
    {
        long id = cursor.Id(0);
        if (cursor.Number(2) > (ulong)GoStatus.Waiting)
        {
            return $"invalid status for goroutine {id}: {cursor.Number(2)}";
        }

        GoStatus told = (GoStatus)cursor.Number(2);
        bool isKnown = _goroutines.TryGetValue(id, out GoroutineState? goroutine);
        if (isKnown && goroutine!.Status != told)
        {
            return $"inconsistent status for goroutine {id}: old {goroutine.Status} vs. new {told}";
        }

        if (!isKnown && !IsFirstGeneration)
        {
            return $"found goroutine status for new goroutine after the first generation: id={id} status={told}";
        }

        goroutine ??= AddTold(id, told);
        goroutine.Sequence = SequenceOf(0);
        GoContext context = _here;
        string fault = told == GoStatus.Syscall ? PlaceInSyscall(id, cursor.Id(1), out context) : "";
        _goroutineAfter = told == GoStatus.Running ? id : _goroutineAfter;
        GoState to = StateOf(told);
        return fault.Length > 0
            ? fault
            : Emit(EventOf(cursor, context) with { From = isKnown ? to : GoState.Undetermined, To = to });
    }

    private GoroutineState AddTold(long id, GoStatus told)
    {
        GoroutineState goroutine = new() { Status = told, Sequence = SequenceOf(0) };
        _goroutines.Add(id, goroutine);
        return goroutine;
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
