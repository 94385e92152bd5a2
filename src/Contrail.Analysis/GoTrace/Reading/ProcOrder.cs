using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>
/// The order of the events of procs: the thread that has a proc starts and stops it, or another steals it. Not
/// thread-safe.
/// </summary>
internal sealed class ProcOrder
{
    private readonly OrderContext _context;

    public ProcOrder(OrderContext context) => _context = context;

    public bool CanStartProc(EventCursor cursor) =>
        _context.Procs.TryGetValue(cursor.Id(0), out ProcState? proc)
        && proc.Status == ProcStatus.Idle
        && _context.SequenceOf(cursor.Number(1)).Succeeds(proc.Sequence)
        && _context.Here.Proc == GoContext.None;

    public string StartProc(EventCursor cursor)
    {
        ProcState proc = _context.Procs[cursor.Id(0)];
        proc.Status = ProcStatus.Running;
        proc.Sequence = _context.SequenceOf(cursor.Number(1));
        _context.ProcAfter = cursor.Id(0);
        return _context.Emit(cursor);
    }

    public string StopProc(EventCursor cursor)
    {
        if (!_context.Procs.TryGetValue(_context.Here.Proc, out ProcState? proc)
            || proc.Status is not (ProcStatus.Running or ProcStatus.Syscall))
        {
            return $"{cursor.Row.Name} for proc {_context.Here.Proc}, which does not run";
        }

        proc.Status = ProcStatus.Idle;
        _context.ProcAfter = GoContext.None;
        return _context.Emit(cursor);
    }

    public bool CanStealProc(EventCursor cursor) =>
        _context.Procs.TryGetValue(cursor.Id(0), out ProcState? proc)
        && proc.Status is ProcStatus.Syscall or ProcStatus.SyscallAbandoned
        && _context.SequenceOf(cursor.Number(1)).Succeeds(proc.Sequence);

    public string StealProc(EventCursor cursor)
    {
        long id = cursor.Id(0);
        ProcState proc = _context.Procs[id];
        bool isAbandoned = proc.Status == ProcStatus.SyscallAbandoned;
        proc.Status = ProcStatus.Idle;
        proc.Sequence = _context.SequenceOf(cursor.Number(1));

        // An abandoned proc counts as idle. Its thread is not known, so no thread loses it.
        string fault = isAbandoned ? "" : TakeFrom(cursor.Id(2), id);
        return fault.Length > 0
            ? fault
            : _context.Emit(_context.EventOf(cursor) with { From = isAbandoned ? GoState.Idle : GoState.Running });
    }

    private string TakeFrom(long threadId, long procId)
    {
        if (threadId == _context.Here.Thread)
        {
            _context.ProcAfter = GoContext.None;
            return _context.Here.Proc == procId
                ? ""
                : $"thread {threadId} steals proc {procId} from itself and has it not";
        }

        if (!_context.Threads.TryGetValue(threadId, out GoThreadState? victim) || victim.Proc != procId)
        {
            return $"proc {procId} is stolen from thread {threadId}, which has it not";
        }

        victim.Proc = GoContext.None;
        return "";
    }

    public string ApplyStatus(EventCursor cursor)
    {
        long id = cursor.Id(0);
        if (cursor.Number(1) > (ulong)ProcStatus.SyscallAbandoned)
        {
            return $"invalid status for proc {id}: {cursor.Number(1)}";
        }

        ProcStatus reported = (ProcStatus)cursor.Number(1);
        GoState from = _context.IsFirstGeneration ? GoState.Undetermined : GoState.NotExist;
        GoState to = StateOf(reported);
        GoContext context = _context.Here;
        if (_context.Procs.TryGetValue(id, out ProcState? proc))
        {
            // It is known after all which call it is in: to be abandoned loses nothing.
            bool isPromoted = reported == ProcStatus.SyscallAbandoned && proc.Status == ProcStatus.Syscall;
            if (!isPromoted && reported != proc.Status)
            {
                return $"inconsistent status for proc {id}: old {proc.Status} vs. new {reported}";
            }

            if (isPromoted && !TryFindHolder(id, out context))
            {
                return $"no thread has proc {id}, which is about to be stolen";
            }

            from = to = StateOf(proc.Status);
            proc.Sequence = _context.SequenceOf(0);
        }
        else
        {
            _context.Procs.Add(id, new ProcState { Status = reported, Sequence = _context.SequenceOf(0) });
        }

        _context.ProcAfter = reported is ProcStatus.Running or ProcStatus.Syscall ? id : _context.ProcAfter;
        return _context.Emit(_context.EventOf(cursor, context) with { From = from, To = to });
    }

    private bool TryFindHolder(long procId, out GoContext context)
    {
        foreach ((long id, GoThreadState thread) in _context.Threads)
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
