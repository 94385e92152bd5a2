using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Pairs the starts and ends of garbage collections. At most one runs in the foreground and one in the background. Not
/// safe for concurrent use.
/// </summary>
internal sealed class CollectionInterpreter(Interpretation shared) : IEventInterpreter
{
    private const uint TypeBackground = 1;
    private const uint GenerationOfBackground = 2;
    private const uint MaxGeneration = 2;

    private static readonly EventField Count =
        RuntimeEventTable.Field("Count", RuntimeEventId.GCStart, RuntimeEventId.GCEnd);

    private static readonly EventField Depth =
        RuntimeEventTable.Field("Depth", RuntimeEventId.GCStart, RuntimeEventId.GCEnd);

    private static readonly EventField Reason = RuntimeEventTable.Field("Reason", RuntimeEventId.GCStart);
    private static readonly EventField Type = RuntimeEventTable.Field("Type", RuntimeEventId.GCStart);

    private RunningCollection? _foreground;
    private RunningCollection? _background;
    private StackId _trigger;
    private long _firstStarted = long.MaxValue;
    private bool _hasForegroundFromBefore;
    private bool _hasBackgroundFromBefore;

    /// <summary>Whether a suspension of all threads has started in the window.</summary>
    public bool HasSuspended { get; set; }

    /// <summary>Whether a collection that ran when the window began has ended.</summary>
    public bool HasEndedFromBefore { get; private set; }

    /// <summary>The collections since the latest pause.</summary>
    public RecentCollections Recent { get; } = new();

    /// <summary>Called when a collection ends that ran in the background when the window began.</summary>
    public Action<PauseCollection>? BackgroundFromBefore { get; set; }

    /// <summary>The collection that runs in the background; null if none is known.</summary>
    public RunningCollection? Background => _background;

    /// <inheritdoc/>
    public InterpretEvent? Find(MetadataRow row) => (row.Provider, row.EventId) switch
    {
        (RuntimeProvider.Name, RuntimeEventId.GCTriggered) => AddTrigger,
        (RuntimeProvider.Name, RuntimeEventId.GCStart) => AddStart,
        (RuntimeProvider.Name, RuntimeEventId.GCEnd) => AddEnd,
        _ => null,
    };

    /// <inheritdoc/>
    public void Complete()
    {
        AddOpen(ref _foreground, shared.End);
        AddOpen(ref _background, shared.End);
    }

    private static int? GenerationOf(uint depth) => depth <= MaxGeneration ? (int)depth : null;

    // The thread whose code needs the collection writes this; the collection starts on any thread.
    private void AddTrigger(in NetTraceEvent current, TraceTime at, in EventPayload payload) =>
        _trigger = shared.Stacks.Find(current.StackId, current.At);

    private StackId TakeTrigger(in NetTraceEvent start)
    {
        StackId stack = _trigger.IsNone ? shared.Stacks.Find(start.StackId, start.At) : _trigger;
        _trigger = StackId.None;
        return stack;
    }

    private void AddStart(in NetTraceEvent current, TraceTime at, in EventPayload payload)
    {
        if (!payload.IsRead)
        {
            return;
        }

        RunningCollection started = new(
            payload.Number32(Count),
            payload.Has(Depth) ? GenerationOf(payload.Number32(Depth)) : null,
            CollectionReasons.OfCollection(payload.Number32(Reason)),
            payload.Number32(Type) == TypeBackground,
            at)
        {
            Stack = TakeTrigger(current),
            IsInduced = RuntimeReasons.IsInduced(payload.Number32(Reason)),
        };
        ref RunningCollection? running = ref started.IsConcurrent ? ref _background : ref _foreground;
        if (running?.Number == started.Number)
        {
            return;
        }

        if (running is not null)
        {
            // Its end is lost.
            AddOpen(ref running, at);
            shared.Sink.OnUnpaired(ModelNeeds.Collections);
        }

        _firstStarted = Math.Min(_firstStarted, started.Number);
        running = started;
        Recent.Add(started);
    }

    private void AddEnd(in NetTraceEvent current, TraceTime at, in EventPayload payload)
    {
        if (!payload.IsRead)
        {
            return;
        }

        uint number = payload.Number32(Count);
        if (_foreground?.Number == number)
        {
            End(ref _foreground, at);
        }
        else if (_background?.Number == number)
        {
            End(ref _background, at);
        }
        else
        {
            AddEndOnly(number, payload.Number32(Depth), at);
        }
    }

    // One that ran when the window began: at most one in the foreground, before anything was suspended in the window,
    // and one in the background. The starts of others are lost.
    private void AddEndOnly(uint number, uint depth, TraceTime at)
    {
        bool isEarlier = number <= _firstStarted;
        bool isForeground = isEarlier && !HasSuspended && !_hasForegroundFromBefore;
        bool isBackground = isEarlier && !isForeground && depth == GenerationOfBackground && !_hasBackgroundFromBefore;
        if (!isForeground && !isBackground)
        {
            shared.Sink.OnUnpaired(ModelNeeds.Collections);
            return;
        }

        _hasForegroundFromBefore |= isForeground;
        _hasBackgroundFromBefore |= isBackground;
        HasEndedFromBefore = true;

        // Only the start shows which of the two a full collection is.
        bool? isConcurrent = depth == GenerationOfBackground ? null : false;
        TimeRange range = new(TraceTime.Start, at, IsOpenAtStart: true, IsOpenAtEnd: false);
        shared.Sink.Add(new Collection(number, GenerationOf(depth), "", isConcurrent, range));
        if (isConcurrent != false)
        {
            BackgroundFromBefore?.Invoke(new PauseCollection(number, GenerationOf(depth), IsConcurrent: true, null));
        }
    }

    private void End(ref RunningCollection? running, TraceTime at)
    {
        RunningCollection ended = running!;
        ended.End = at;
        running = null;
        Add(ended, new TimeRange(ended.Start, at, IsOpenAtStart: false, IsOpenAtEnd: false));
    }

    private void AddOpen(ref RunningCollection? running, TraceTime at)
    {
        if (running is { } open)
        {
            TraceTime end = TraceTime.Max(open.Start, at);
            Add(open, new TimeRange(open.Start, end, IsOpenAtStart: false, IsOpenAtEnd: true));
            running = null;
        }
    }

    private void Add(RunningCollection collection, TimeRange range) => shared.Sink.Add(new Collection(
        collection.Number, collection.Generation, collection.Reason, collection.IsConcurrent, range)
    {
        Stack = collection.Stack,
        IsInduced = collection.IsInduced,
    });
}
