namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>Procs: started and stopped by the thread that has them, or stolen by another.</summary>
internal sealed partial class EventOrder
{
    private readonly Dictionary<long, ProcState> _procs = [];

    private bool CanStartProc(EventCursor cursor) =>
        _procs.TryGetValue(cursor.Id(0), out ProcState? proc)
        && proc.Status == ProcStatus.Idle
        && SequenceOf(cursor.Number(1)).Succeeds(proc.Sequence)
        && _here.Proc == GoContext.None;

    private string StartProc(EventCursor cursor)
    {
        ProcState proc = _procs[cursor.Id(0)];
        proc.Status = ProcStatus.Running;
        proc.Sequence = SequenceOf(cursor.Number(1));
        _procAfter = cursor.Id(0);
        return Emit(cursor);
    }

    private string StopProc(EventCursor cursor)
    {
        if (!_procs.TryGetValue(_here.Proc, out ProcState? proc)
            || proc.Status is not (ProcStatus.Running or ProcStatus.Syscall))
        {
            return $"{cursor.Row.Name} for proc {_here.Proc}, which does not run";
        }

        proc.Status = ProcStatus.Idle;
        _procAfter = GoContext.None;
        return Emit(cursor);
    }

    private bool CanStealProc(EventCursor cursor) =>
        _procs.TryGetValue(cursor.Id(0), out ProcState? proc)
        && proc.Status is ProcStatus.Syscall or ProcStatus.SyscallAbandoned
        && SequenceOf(cursor.Number(1)).Succeeds(proc.Sequence);

    private string StealProc(EventCursor cursor)
    {
        long id = cursor.Id(0);
        ProcState proc = _procs[id];
        bool isAbandoned = proc.Status == ProcStatus.SyscallAbandoned;
        proc.Status = ProcStatus.Idle;
        proc.Sequence = SequenceOf(cursor.Number(1));

        // An abandoned proc counts as idle: whose it was is lost, so nobody can be told that it is gone.
        string fault = isAbandoned ? "" : TakeFrom(cursor.Id(2), id);
        return fault.Length > 0
            ? fault
            : Emit(EventOf(cursor) with { From = isAbandoned ? GoState.Idle : GoState.Running });
    }

    private string TakeFrom(long threadId, long procId)
    {
        if (threadId == _here.Thread)
        {
            _procAfter = GoContext.None;
            return _here.Proc == procId ? "" : $"thread {threadId} steals proc {procId} from itself and has it not";
        }

        if (!_threads.TryGetValue(threadId, out ThreadState? victim) || victim.Proc != procId)
        {
            return $"proc {procId} is stolen from thread {threadId}, which has it not";
        }

        victim.Proc = GoContext.None;
        return "";
    }

    private string TellProc(EventCursor cursor)
    {
        long id = cursor.Id(0);
        if (cursor.Number(1) > (ulong)ProcStatus.SyscallAbandoned)
        {
            return $"invalid status for proc {id}: {cursor.Number(1)}";
        }

        ProcStatus told = (ProcStatus)cursor.Number(1);
        GoState from = IsFirstGeneration ? GoState.Undetermined : GoState.NotExist;
        GoState to = StateOf(told);
        GoContext context = _here;
        if (_procs.TryGetValue(id, out ProcState? proc))
        {
            // It is known after all which call it is in: to be abandoned loses nothing.
            bool isPromoted = told == ProcStatus.SyscallAbandoned && proc.Status == ProcStatus.Syscall;
            if (!isPromoted && told != proc.Status)
            {
                return $"inconsistent status for proc {id}: old {proc.Status} vs. new {told}";
            }

            if (isPromoted && !TryFindHolder(id, out context))
            {
                return $"no thread has proc {id}, which is about to be stolen";
            }

            from = to = StateOf(proc.Status);
            proc.Sequence = SequenceOf(0);
        }
        else
        {
            _procs.Add(id, new ProcState { Status = told, Sequence = SequenceOf(0) });
        }

        _procAfter = told is ProcStatus.Running or ProcStatus.Syscall ? id : _procAfter;
        return Emit(EventOf(cursor, context) with { From = from, To = to });
    }

    private bool TryFindHolder(long procId, out GoContext context)
    {
        foreach ((long id, ThreadState thread) in _threads)
        {
            if (thread.Proc == procId)
            {
                context = new GoContext { Thread = id, Proc = procId, Goroutine = thread.Goroutine };
                return true;
            }
        }

        context = GoContext.Nowhere;
        return false;
    }

    private static GoState StateOf(ProcStatus status) => status switch
    {
        ProcStatus.Running or ProcStatus.Syscall => GoState.Running,
        ProcStatus.Idle or ProcStatus.SyscallAbandoned => GoState.Idle,
        _ => GoState.Undetermined,
    };
}
