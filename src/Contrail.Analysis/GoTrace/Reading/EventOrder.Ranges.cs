namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>Ranges of goroutines and procs, and collections, which belong to the program.</summary>
internal sealed partial class EventOrder
{
    private static readonly byte[] NoKind = [];

    private ulong _collectionSequence;

    /// <summary>Whether a collection runs; null as long as nothing has told.</summary>
    private bool? _collects;

    private string BeginOnGoroutine(EventCursor cursor)
    {
        byte[] kind = NoKind;
        bool hasKind = cursor.Row.Id == GoEventId.STWBegin;
        if (hasKind && !_generation.Strings.TryGet(cursor.Number(0), out kind))
        {
            return $"found invalid string ID {cursor.Number(0)} for event {cursor.Row.Name}";
        }

        return !_goroutines.TryGetValue(_here.Goroutine, out GoroutineState? own)
            ? $"{cursor.Row.Name} for goroutine {_here.Goroutine}, which does not exist"
            : Begin(cursor, own.Ranges, kind);
    }

    private string EndOnGoroutine(EventCursor cursor) =>
        !_goroutines.TryGetValue(_here.Goroutine, out GoroutineState? own)
            ? $"{cursor.Row.Name} for goroutine {_here.Goroutine}, which does not exist"
            : End(cursor, own.Ranges);

    private string TellOnGoroutine(EventCursor cursor) =>
        !_goroutines.TryGetValue(cursor.Id(0), out GoroutineState? goroutine)
            ? $"{cursor.Row.Name} for goroutine {cursor.Id(0)}, which does not exist"
            : Tell(cursor, goroutine.Ranges);

    private string BeginSweep(EventCursor cursor) =>
        TryGetOwnProc(cursor, out ProcState own, out string fault) ? Begin(cursor, own.Ranges, NoKind) : fault;

    private string EndSweep(EventCursor cursor) =>
        TryGetOwnProc(cursor, out ProcState own, out string fault) ? End(cursor, own.Ranges) : fault;

    private string TellSweep(EventCursor cursor) =>
        !_procs.TryGetValue(cursor.Id(0), out ProcState? proc)
            ? $"{cursor.Row.Name} for proc {cursor.Id(0)}, which does not exist"
            : Tell(cursor, proc.Ranges);

    private string Begin(EventCursor cursor, RangesOn ranges, byte[] kind) =>
        ranges.TryBegin(cursor.Row.Range, kind) ? Emit(cursor) : $"{cursor.Row.Name} while it is on already";

    private string End(EventCursor cursor, RangesOn ranges) =>
        ranges.TryEnd(cursor.Row.Range, out byte[] kind)
            ? Emit(EventOf(cursor) with { Recalled = kind })
            : $"{cursor.Row.Name} without {cursor.Row.Range}";

    // The first generation tells what was on before it; the later ones can only agree.
    private string Tell(EventCursor cursor, RangesOn ranges)
    {
        bool isRight = IsFirstGeneration
            ? ranges.TryBegin(cursor.Row.Range, NoKind)
            : ranges.Contains(cursor.Row.Range, NoKind);
        return isRight ? Emit(cursor) : $"{cursor.Row.Name} is not what was known before";
    }

    // What is told first of collections may come from anywhere.
    private bool IsFirstOfCollections(GoEventId id) => id switch
    {
        GoEventId.GCActive => IsFirstGeneration,
        GoEventId.GCBegin => _collects is null,
        _ => false,
    };

    // Each end and each beginning has the next number, or one collection could be taken for another if times lie.
    private bool IsNextOfCollections(EventCursor cursor) =>
        IsFirstOfCollections(cursor.Row.Id) || cursor.Number(0) == unchecked(_collectionSequence + 1);

    private string TellCollection(EventCursor cursor)
    {
        bool isRight = IsFirstGeneration ? _collects is null : _collects == true;
        return isRight ? SetCollection(cursor, true) : $"{cursor.Row.Name} is not what was known before";
    }

    private string BeginCollection(EventCursor cursor) =>
        _collects == true ? $"{cursor.Row.Name} while a collection runs" : SetCollection(cursor, true);

    private string EndCollection(EventCursor cursor) =>
        _collects == true ? SetCollection(cursor, false) : $"{cursor.Row.Name} while no collection runs";

    private string SetCollection(EventCursor cursor, bool runs)
    {
        _collectionSequence = cursor.Number(0);
        _collects = runs;
        return Emit(cursor);
    }
}
