using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>
/// The order of the events of ranges of goroutines and procs, and of collections, which belong to the program. Not
/// thread-safe.
/// </summary>
internal sealed class RangeOrder
{
    private readonly OrderContext _context;

    private static readonly byte[] NoKind = [];

    private ulong _collectionSequence;

    /// <summary>Whether a collection runs; null as long as no event shows it.</summary>
    private bool? _collects;

    public RangeOrder(OrderContext context) => _context = context;

    public string BeginOnGoroutine(EventCursor cursor)
    {
        byte[] kind = NoKind;
        bool hasKind = cursor.Row.Id == GoEventId.STWBegin;
        if (hasKind && !_context.Generation.Strings.TryGet(cursor.Number(0), out kind))
        {
            return $"found invalid string ID {cursor.Number(0)} for event {cursor.Row.Name}";
        }

        return !_context.Goroutines.TryGetValue(_context.Here.Goroutine, out GoroutineState? own)
            ? $"{cursor.Row.Name} for goroutine {_context.Here.Goroutine}, which does not exist"
            : Begin(cursor, own.Ranges, kind);
    }

    public string EndOnGoroutine(EventCursor cursor) =>
        !_context.Goroutines.TryGetValue(_context.Here.Goroutine, out GoroutineState? own)
            ? $"{cursor.Row.Name} for goroutine {_context.Here.Goroutine}, which does not exist"
            : End(cursor, own.Ranges);

    public string ConfirmOnGoroutine(EventCursor cursor) =>
        !_context.Goroutines.TryGetValue(cursor.Id(0), out GoroutineState? goroutine)
            ? $"{cursor.Row.Name} for goroutine {cursor.Id(0)}, which does not exist"
            : Confirm(cursor, goroutine.Ranges);

    public string BeginSweep(EventCursor cursor) =>
        _context.TryGetOwnProc(cursor, out ProcState own, out string fault) ? Begin(cursor, own.Ranges, NoKind) : fault;

    public string EndSweep(EventCursor cursor) =>
        _context.TryGetOwnProc(cursor, out ProcState own, out string fault) ? End(cursor, own.Ranges) : fault;

    public string ConfirmSweep(EventCursor cursor) =>
        !_context.Procs.TryGetValue(cursor.Id(0), out ProcState? proc)
            ? $"{cursor.Row.Name} for proc {cursor.Id(0)}, which does not exist"
            : Confirm(cursor, proc.Ranges);

    private string Begin(EventCursor cursor, RangesOn ranges, byte[] kind) =>
        ranges.TryBegin(cursor.Row.Range, kind) ? _context.Emit(cursor) : $"{cursor.Row.Name} while it is on already";

    private string End(EventCursor cursor, RangesOn ranges) =>
        ranges.TryEnd(cursor.Row.Range, out byte[] kind)
            ? _context.Emit(_context.EventOf(cursor) with { Recalled = kind })
            : $"{cursor.Row.Name} without {cursor.Row.Range}";

    // The first generation reports what was active before it; later ones can only agree.
    private string Confirm(EventCursor cursor, RangesOn ranges)
    {
        bool isRight = _context.IsFirstGeneration
            ? ranges.TryBegin(cursor.Row.Range, NoKind)
            : ranges.Contains(cursor.Row.Range, NoKind);
        return isRight ? _context.Emit(cursor) : $"{cursor.Row.Name} is not what was known before";
    }

    // The first event of a collection can be on any thread.
    public bool IsFirstOfCollections(GoEventId id) => id switch
    {
        GoEventId.GCActive => _context.IsFirstGeneration,
        GoEventId.GCBegin => _collects is null,
        _ => false,
    };

    // Each end and each beginning has the next number, or one collection could be taken for another if times are wrong.
    public bool IsNextOfCollections(EventCursor cursor) =>
        IsFirstOfCollections(cursor.Row.Id) || cursor.Number(0) == unchecked(_collectionSequence + 1);

    public string ConfirmCollection(EventCursor cursor)
    {
        bool isRight = _context.IsFirstGeneration ? _collects is null : _collects == true;
        return isRight ? SetCollection(cursor, true) : $"{cursor.Row.Name} is not what was known before";
    }

    public string BeginCollection(EventCursor cursor) =>
        _collects == true ? $"{cursor.Row.Name} while a collection runs" : SetCollection(cursor, true);

    public string EndCollection(EventCursor cursor) =>
        _collects == true ? SetCollection(cursor, false) : $"{cursor.Row.Name} while no collection runs";

    private string SetCollection(EventCursor cursor, bool runs)
    {
        _collectionSequence = cursor.Number(0);
        _collects = runs;
        return _context.Emit(cursor);
    }
}
