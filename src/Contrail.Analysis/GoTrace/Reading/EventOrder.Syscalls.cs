namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>System calls: a goroutine keeps its thread in one, and its proc until somebody steals it.</summary>
internal sealed partial class EventOrder
{
    private string BeginSyscall(EventCursor cursor)
    {
        if (!TryGetOwn(GoStatus.Running, cursor, out GoroutineState own, out string fault)
            || !TryGetOwnProc(cursor, out ProcState proc, out fault))
        {
            return fault;
        }

        own.Status = GoStatus.Syscall;
        proc.Status = ProcStatus.Syscall;

        // The number tells this call from the next, so that a theft is of the right one even if times lie. The proc
        // runs here, so nothing elsewhere could make a number right that is not.
        GoSequence sequence = SequenceOf(cursor.Number(0));
        if (!sequence.Succeeds(proc.Sequence))
        {
            return $"{cursor.Row.Name} has the number {sequence.Number} behind {proc.Sequence.Number} on its proc";
        }

        proc.Sequence = sequence;
        return Emit(cursor);
    }

    private string EndSyscall(EventCursor cursor)
    {
        if (!TryGetOwn(GoStatus.Syscall, cursor, out GoroutineState own, out string fault)
            || !TryGetOwnProc(cursor, out ProcState proc, out fault))
        {
            return fault;
        }

        if (proc.Status != ProcStatus.Syscall)
        {
            return $"{cursor.Row.Name} while proc {_here.Proc} is {proc.Status}";
        }

        own.Status = GoStatus.Running;
        proc.Status = ProcStatus.Running;
        return Emit(cursor);
    }

    // The event tells that the proc was lost meanwhile, so that loss must come first.
    private bool HasProcInSyscall() =>
        _procs.TryGetValue(_here.Proc, out ProcState? proc)
        && _here.Proc != GoContext.None
        && proc.Status == ProcStatus.Syscall;

    private string EndSyscallBlocked(EventCursor cursor)
    {
        if (!TryGetOwn(GoStatus.Syscall, cursor, out GoroutineState own, out string fault))
        {
            return fault;
        }

        own.Status = GoStatus.Runnable;
        _goroutineAfter = GoContext.None;
        return Emit(cursor);
    }

    private string CreateInSyscall(EventCursor cursor)
    {
        if (!TryAdd(cursor, GoStatus.Syscall))
        {
            return $"goroutine {cursor.Id(0)} is made in a system call and exists already";
        }

        _goroutineAfter = cursor.Id(0);
        return Emit(cursor);
    }

    // A thread of C goes away, with it the goroutine that stood for it. Its id may be given again at once, so the proc
    // that it had is told to be stolen here, or the next thread would seem to have it.
    private string DestroyInSyscall(EventCursor cursor)
    {
        if (!TryGetOwn(GoStatus.Syscall, cursor, out _, out string fault))
        {
            return fault;
        }

        _goroutines.Remove(_here.Goroutine);
        _goroutineAfter = GoContext.None;
        if (_here.Proc != GoContext.None)
        {
            if (!TryGetOwnProc(cursor, out ProcState proc, out fault) || proc.Status != ProcStatus.Syscall)
            {
                return fault.Length > 0 ? fault : $"{cursor.Row.Name} while proc {_here.Proc} is {proc.Status}";
            }

            proc.Status = ProcStatus.SyscallAbandoned;
            _procAfter = GoContext.None;
            GoArguments stolen = default;
            stolen[0] = unchecked((ulong)_here.Proc);
            Emit(new GoEvent(GoEventTable.Of(GoEventId.ProcSteal), _generation, cursor.Time, _here, stolen));
        }

        return Emit(cursor);
    }

    // Where a goroutine that sits in a system call is: on this thread, or on one that has told nothing so far.
    private string PlaceInSyscall(long goroutineId, long threadId, out GoContext context)
    {
        context = _here;
        if (threadId == GoContext.None)
        {
            return $"found goroutine {goroutineId} in syscall without a thread";
        }

        if (threadId == _here.Thread)
        {
            _goroutineAfter = goroutineId;
            return IsFirstGeneration || _here.Goroutine == goroutineId
                ? ""
                : $"goroutine {goroutineId} is told in a syscall on thread {threadId}, which has {_here.Goroutine}";
        }

        context = _here with { Thread = threadId };
        if (!_threads.TryGetValue(threadId, out ThreadState? thread))
        {
            _threads.Add(threadId, new ThreadState { Goroutine = goroutineId });
            return "";
        }

        context = context with { Goroutine = thread.Goroutine };
        return thread.Goroutine == goroutineId
            ? ""
            : $"goroutine {goroutineId} is told in a syscall on thread {threadId}, which has {thread.Goroutine}";
    }

    private bool TryGetOwnProc(EventCursor cursor, out ProcState proc, out string fault)
    {
        bool isKnown = _procs.TryGetValue(_here.Proc, out proc!);
        fault = isKnown ? "" : $"{cursor.Row.Name} on proc {_here.Proc}, which does not exist";
        return isKnown;
    }
}
