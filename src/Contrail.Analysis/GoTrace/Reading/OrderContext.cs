using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>
/// The state of every thread, proc and goroutine, the place of the current event, and the events that it emits. The
/// order classes share one. It lives as long as the trace. Not thread-safe.
/// </summary>
internal sealed class OrderContext
{
    /// <summary>A switch between goroutines emits this many events.</summary>
    private const int MaxEmitted = 3;

    private readonly GoEvent[] _emitted = new GoEvent[MaxEmitted];
    private int _emittedCount;
    private ulong? _firstGeneration;

    public Dictionary<long, GoThreadState> Threads { get; } = [];

    public Dictionary<long, GoroutineState> Goroutines { get; } = [];

    public Dictionary<long, ProcState> Procs { get; } = [];

    /// <summary>The generation of the current event.</summary>
    public DecodedGeneration Generation { get; private set; } = null!;

    /// <summary>Whether the current event is in the first generation of the trace.</summary>
    public bool IsFirstGeneration => Generation.Number == _firstGeneration;

    /// <summary>The thread, proc and goroutine before the current event.</summary>
    public GoContext Here { get; private set; }

    /// <summary>The proc of the thread after the current event.</summary>
    public long ProcAfter { get; set; }

    /// <summary>The goroutine of the thread after the current event.</summary>
    public long GoroutineAfter { get; set; }

    /// <summary>The events that the current one represents, in order; until the next one begins.</summary>
    public ReadOnlySpan<GoEvent> Emitted => _emitted.AsSpan(0, _emittedCount);

    /// <summary>Begins with the event of a cursor, and returns the state of its thread; null if it has none.</summary>
    public GoThreadState? Begin(EventCursor cursor, DecodedGeneration generation)
    {
        _emittedCount = 0;
        Generation = generation;
        _firstGeneration ??= generation.Number;
        GoThreadState? thread = cursor.Thread == GoContext.None ? null : cursor.State ??= ThreadOf(cursor.Thread);
        Here = thread is null
            ? GoContext.Nowhere
            : new GoContext { Thread = cursor.Thread, Proc = thread.Proc, Goroutine = thread.Goroutine };
        ProcAfter = Here.Proc;
        GoroutineAfter = Here.Goroutine;
        return thread;
    }

    /// <summary>Emits the cursor's event as it is. Returns no fault.</summary>
    public string Emit(EventCursor cursor) => Emit(EventOf(cursor));

    /// <summary>Emits an event. Returns no fault.</summary>
    public string Emit(in GoEvent emitted)
    {
        _emitted[_emittedCount++] = emitted;
        return "";
    }

    public GoEvent EventOf(EventCursor cursor) => EventOf(cursor, Here);

    public GoEvent EventOf(EventCursor cursor, in GoContext context) =>
        new(cursor.Row, Generation, cursor.Time, context, cursor.Arguments);

    public GoSequence SequenceOf(ulong number) => new(Generation.Number, number);

    public bool TryGetOwn(GoStatus expected, EventCursor cursor, out GoroutineState own, out string fault)
    {
        bool isKnown = Goroutines.TryGetValue(Here.Goroutine, out own!);
        fault = !isKnown ? $"{cursor.Row.Name} for goroutine {Here.Goroutine}, which does not exist"
            : own.Status != expected ? $"{cursor.Row.Name} for goroutine {Here.Goroutine}, which is not {expected}"
            : "";
        return fault.Length == 0;
    }

    public bool TryGetOwnProc(EventCursor cursor, out ProcState proc, out string fault)
    {
        bool isKnown = Procs.TryGetValue(Here.Proc, out proc!);
        fault = isKnown ? "" : $"{cursor.Row.Name} on proc {Here.Proc}, which does not exist";
        return isKnown;
    }

    private GoThreadState ThreadOf(long id)
    {
        if (!Threads.TryGetValue(id, out GoThreadState? thread))
        {
            thread = new GoThreadState();
            Threads.Add(id, thread);
        }

        return thread;
    }
}
