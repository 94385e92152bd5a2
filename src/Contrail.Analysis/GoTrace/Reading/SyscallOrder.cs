using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>
/// The order of the events of system calls: a goroutine keeps its thread in one, and its proc until another thread
/// steals it. Not thread-safe.
/// </summary>
internal sealed class SyscallOrder
{
    private readonly OrderContext _context;

    public SyscallOrder(OrderContext context) => _context = context;

    public string BeginSyscall(EventCursor cursor)
    {
        if (!_context.TryGetOwn(GoStatus.Running, cursor, out GoroutineState own, out string fault)
            || !_context.TryGetOwnProc(cursor, out ProcState proc, out fault))
        {
            return fault;
        }

        own.Status = GoStatus.Syscall;
        proc.Status = ProcStatus.Syscall;

        // The number distinguishes this call from the next, so that the right one is stolen even if times are wrong.
        // The proc runs here, so no event of another thread can make a wrong number right.
        GoSequence sequence = _context.SequenceOf(cursor.Number(0));
        if (!sequence.Succeeds(proc.Sequence))
        {
            return $"{cursor.Row.Name} has the number {sequence.Number} after {proc.Sequence.Number} on its proc";
        }

        proc.Sequence = sequence;
        return _context.Emit(cursor);
    }

    public string EndSyscall(EventCursor cursor)
    {
        if (!_context.TryGetOwn(GoStatus.Syscall, cursor, out GoroutineState own, out string fault)
            || !_context.TryGetOwnProc(cursor, out ProcState proc, out fault))
        {
            return fault;
        }

        if (proc.Status != ProcStatus.Syscall)
        {
            return $"{cursor.Row.Name} while proc {_context.Here.Proc} is {proc.Status}";
        }

        own.Status = GoStatus.Running;
        proc.Status = ProcStatus.Running;
        return _context.Emit(cursor);
    }

    // The event shows that the proc was lost in the meantime, so that loss must precede it.
    public bool HasProcInSyscall() =>
        _context.Procs.TryGetValue(_context.Here.Proc, out ProcState? proc)
        && _context.Here.Proc != GoContext.None
        && proc.Status == ProcStatus.Syscall;

    public string EndSyscallBlocked(EventCursor cursor)
    {
        if (!_context.TryGetOwn(GoStatus.Syscall, cursor, out GoroutineState own, out string fault))
        {
            return fault;
        }

        own.Status = GoStatus.Runnable;
        _context.GoroutineAfter = GoContext.None;
        return _context.Emit(cursor);
    }

    // A thread of C ends, and with it the goroutine that represented it. Its id may be reused immediately, so the proc
    // that it had is reported as stolen here; otherwise the next thread would seem to have it.
    public string DestroyInSyscall(EventCursor cursor)
    {
        if (!_context.TryGetOwn(GoStatus.Syscall, cursor, out _, out string fault))
        {
            return fault;
        }

        _context.Goroutines.Remove(_context.Here.Goroutine);
        _context.GoroutineAfter = GoContext.None;
        if (_context.Here.Proc != GoContext.None)
        {
            if (!_context.TryGetOwnProc(cursor, out ProcState proc, out fault) || proc.Status != ProcStatus.Syscall)
            {
                return fault.Length > 0 ? fault : $"{cursor.Row.Name} while proc {_context.Here.Proc} is {proc.Status}";
            }

            proc.Status = ProcStatus.SyscallAbandoned;
            _context.ProcAfter = GoContext.None;
            GoArguments stolen = default;
            stolen[0] = unchecked((ulong)_context.Here.Proc);
            GoEventRow steal = GoEventTable.Of(GoEventId.ProcSteal);
            _context.Emit(new GoEvent(steal, _context.Generation, cursor.Time, _context.Here, stolen));
        }

        return _context.Emit(cursor);
    }
}
