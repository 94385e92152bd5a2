using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>The order of what the program itself records: tasks and regions. Not thread-safe.</summary>
internal sealed class NoteOrder
{
    private readonly OrderContext _context;

    private readonly Dictionary<ulong, OpenTask> _tasks = [];

    public NoteOrder(OrderContext context) => _context = context;

    public string BeginTask(EventCursor cursor)
    {
        // No parent is written as 0, which elsewhere is the task that everything belongs to.
        ulong parent = cursor.Number(1) == 0 ? GoEvent.NoTask : cursor.Number(1);
        if (!TryGetText(cursor, 2, out byte[] type, out string fault))
        {
            return fault;
        }

        return _tasks.TryAdd(cursor.Number(0), new OpenTask(parent, type))
            ? _context.Emit(_context.EventOf(cursor) with { RecalledParent = parent })
            : $"task {cursor.Number(0)} starts and has already started";
    }

    // A task may have started before the trace, and may end more than once.
    public string EndTask(EventCursor cursor)
    {
        bool isKnown = _tasks.Remove(cursor.Number(0), out OpenTask task);
        return _context.Emit(_context.EventOf(cursor) with
        {
            Recalled = isKnown ? task.Type : [],
            RecalledParent = isKnown ? task.Parent : GoEvent.NoTask,
        });
    }

    public string BeginRegion(EventCursor cursor)
    {
        if (!TryGetRegion(cursor, out GoroutineState own, out byte[] type, out string fault))
        {
            return fault;
        }

        own.Regions.Push(new OpenRegion(cursor.Number(0), type));
        return _context.Emit(cursor);
    }

    public string EndRegion(EventCursor cursor)
    {
        if (!TryGetRegion(cursor, out GoroutineState own, out byte[] type, out string fault))
        {
            return fault;
        }

        // Without an open one, it began before the trace.
        bool isRight = !own.Regions.TryPop(out OpenRegion innermost) || innermost.Is(cursor.Number(0), type);
        return isRight
            ? _context.Emit(cursor)
            : $"goroutine {_context.Here.Goroutine} ends a region that is not its innermost";
    }

    private bool TryGetRegion(EventCursor cursor, out GoroutineState own, out byte[] type, out string fault)
    {
        own = null!;
        if (!TryGetText(cursor, 1, out type, out fault))
        {
            return false;
        }

        bool isKnown = _context.Goroutines.TryGetValue(_context.Here.Goroutine, out own!);
        fault = isKnown ? "" : $"{cursor.Row.Name} for goroutine {_context.Here.Goroutine}, which does not exist";
        return isKnown;
    }

    private bool TryGetText(EventCursor cursor, int index, out byte[] text, out string fault)
    {
        bool isThere = _context.Generation.Strings.TryGet(cursor.Number(index), out text);
        fault = isThere ? "" : $"found invalid string ID {cursor.Number(index)} for event {cursor.Row.Name}";
        return isThere;
    }
}
