using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Observing;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Recording;

/// <summary>
/// Records a nettrace 4 stream: generations are cut before any event block, the sequence points' regions carry the
/// stacks, and every event header is read once, for losses and for what must survive eviction.
/// </summary>
internal sealed partial class NetTraceFormat : ICutFormat
{
    /// <summary>The provider of the event that a recorder of its own process writes at a request.</summary>
    public const string MarkerProvider = "Contrail";

    /// <summary>That event's number; its payload begins with the request's number, 64 bits.</summary>
    public const int MarkerEventId = 2;

    private NetTraceSplitter _splitter = new();
    private readonly long _maxRowBytes;
    private MetadataRows _rows;
    private RowIds _ids = new();
    private bool _traceSeen;
    private readonly int? _processId;
    private readonly RowUnion _union = new();
    private readonly StreamOverlap _overlap = new();
    private readonly EventTap? _tap;
    private readonly RuntimeMilestones? _milestones;
    private TappedRows? _tapped;
    private readonly ThreadSequences _sequences;
    private readonly LossCounter _losses;
    private readonly RetainedState _evicted;

    private readonly List<RetainedEvent> _retained = [];
    private readonly WaitStart _latestWait = new();
    private readonly IdRanges _stackIds = new();
    private long _lateLostCount;
    private long _retainedBytes;
    private long _eventCount;
    private (TraceTicks First, TraceTicks Last)? _span;

    /// <param name="maxRetainedBytes">Maximum memory of one-time events whose generations were evicted.</param>
    /// <param name="maxCarriedBytes">
    /// How much memory what cannot be evicted may take: the metadata rows of one stream, the threads.
    /// </param>
    /// <param name="processId">The process, as its trace object has to identify it; null if any may send.</param>
    /// <param name="tap">Receives copies of the events that it chooses; null for none.</param>
    /// <param name="milestones">Counts what the runtime did; null for none.</param>
    public NetTraceFormat(
        long maxRetainedBytes,
        long maxCarriedBytes = MetadataRows.MaxHeldBytes,
        int? processId = null,
        EventTap? tap = null,
        RuntimeMilestones? milestones = null)
    {
        _processId = processId;
        _tap = tap;
        _milestones = milestones;
        _losses = new LossCounter(milestones is null ? null : milestones.MissEvents);
        _tapped = tap is null ? null : new TappedRows(tap);
        ArgumentOutOfRangeException.ThrowIfNegative(maxRetainedBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(maxCarriedBytes);
        _maxRowBytes = Math.Min(maxCarriedBytes, MetadataRows.MaxHeldBytes);
        _rows = new MetadataRows(_maxRowBytes);
        _sequences = new ThreadSequences(fromStart: true, maxCarriedBytes);
        _evicted = new RetainedState(maxRetainedBytes);
    }

    /// <inheritdoc/>
    public TraceFault? Fault { get; private set; }

    /// <summary>The trace object of the first stream, once it has arrived.</summary>
    public TraceObject? Trace { get; private set; }

    /// <inheritdoc/>
    public long TicksPerSecond => Trace?.TicksPerSecond ?? 0;

    /// <inheritdoc/>
    public TraceTicks? Start => Trace?.SyncTicks;

    /// <inheritdoc/>
    public long EventCount { get; private set; }

    /// <inheritdoc/>
    public long LatestMarker { get; private set; }

    /// <inheritdoc/>
    public long CarriedBytes =>
        _rows.HeldBytes + _ids.HeldBytes + _union.HeldBytes + _overlap.HeldBytes + _sequences.HeldBytes
        + _evicted.HeldBytes + OpenBytes;

    /// <inheritdoc/>
    public long OpenBytes =>
        _retainedBytes + (_regions.Count * (long)Region.OwnBytes) + _losses.HeldBytes + _sequences.OpenBytes;

    private TraceFault? ThreadFault => _sequences.IsOverfull ? TraceFaultCode.ThreadsExceeded : null;

    /// <inheritdoc/>
    public IReadOnlyList<Loss> CarriedLosses => [.. _evicted.Retained.Forgotten, .. _evicted.Waits.Losses()];

    /// <inheritdoc/>
    public SplitStatus Split(ReadOnlySpan<byte> untrusted, out Frame frame, out int bytesNeeded)
    {
        SplitStatus status = _splitter.Split(untrusted, out frame, out bytesNeeded);
        Fault = _splitter.Fault;
        return status;
    }

    /// <inheritdoc/>
    public (TraceTicks First, TraceTicks Last)? CutBefore(in Frame frame)
    {
        bool hasEvents = (NetTraceFrameKind)frame.Kind == NetTraceFrameKind.Events;
        return hasEvents && EventBlockHeader.TryRead(frame.Payload, out EventBlockHeader header)
            ? (header.First, header.Last)
            : null;
    }

    /// <inheritdoc/>
    public bool TryAccept(in Frame frame, IFrameStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        TraceFault? fault = (NetTraceFrameKind)frame.Kind switch
        {
            NetTraceFrameKind.StreamHeader => null,
            NetTraceFrameKind.Trace => AcceptTrace(frame),
            _ when !_traceSeen => TraceFaultCode.TraceMissing,
            NetTraceFrameKind.Metadata => AcceptMetadata(frame),
            NetTraceFrameKind.Stacks => AcceptStacks(frame, store),
            NetTraceFrameKind.Events => AcceptEvents(frame, store),
            _ => AcceptSequencePoint(frame, store),
        };
        if (fault is { } found)
        {
            Fault = found with { Offset = _splitter.StreamOffset };
            return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public void Take(in Frame frame) => _splitter.Take(frame);

    /// <inheritdoc/>
    public IGenerationState CloseGeneration()
    {
        ThreadMark[] marks = _sequences.TakeMarks();
        NetTraceGenerationState carry = new(this)
        {
            ChangedIds = _ids.AreSame ? null : _ids,
            FirstRegion = _firstRegion,
            Regions = [.. _regions],
            Marks = marks,

            // Threads that have ended need no buffer any more.
            WriterCount = marks.Count(mark => !mark.Ended),
            LateLostCount = _lateLostCount,
            RetainedEvents = [.. _retained],
            WaitBytes = marks.Sum(
                mark => mark.Wait is { } wait ? wait.Payload.Length + (long)RetainedOverheadBytes : 0),
            Span = _span,
            EventCount = _eventCount,
            Losses = _losses.Take(),
        };
        _regions.Clear();
        _lateLostCount = 0;
        _retained.Clear();
        _retainedBytes = 0;
        _span = null;
        _eventCount = 0;
        _firstRegion = _regionNumber;
        if (_region is not null)
        {
            JoinRegion(_region);
        }

        return carry;
    }

    /// <inheritdoc/>
    public FrozenState Freeze() => new NetTraceFrozenState
    {
        Trace = Trace ?? throw new InvalidOperationException("Nothing has arrived yet, so there is nothing to freeze."),
        Rows = [.. _union.InOrder],
        RowIdLast = _union.IdLast,
        AtStart = _evicted.Threads(),
        AtEnd = [.. _sequences.Alive()],
        HasLaterIncarnations = _sequences.LaterIncarnationCount > 0,
        RetainedEvents = [.. _evicted.Retained.All],
        Waits = _evicted.Waits.All(),
        ForgottenWaits = _evicted.Waits.Forgotten(),
        Forgotten = _evicted.Retained.FreezeForgotten(),
    };

    /// <summary>Takes over what must survive of a generation that leaves the ring.</summary>
    internal void Absorb(NetTraceGenerationState evicted)
    {
        _evicted.Absorb(evicted);
        foreach (ThreadMark mark in evicted.Marks.Where(mark => mark.Ended))
        {
            _sequences.Forget(mark.Incarnation);
        }
    }

    // Readers fail on a stack that is defined twice, so a file with one would be invalid.
    private TraceFault? AcceptStacks(in Frame frame, IFrameStore store)
    {
        StackBlockReader reader = new(frame.Payload);
        bool isNew = true;
        while (isNew && reader.MoveNext())
        {
            isNew = _stackIds.TryAdd(reader.Id);
        }

        if (!isNew || reader.Malformed || _stackIds.IsOverfull)
        {
            return isNew ? TraceFaultCode.StacksUnreadable : TraceFaultCode.StackRepeated;
        }

        if (!IsPassingOver)
        {
            store.StoreRetained(RegionNow(store).Stacks, frame.Kind, frame.Payload);
        }

        return null;
    }

    private TraceFault? AcceptEvents(in Frame frame, IFrameStore store)
    {
        if (!EventBlockHeader.TryRead(frame.Payload, out EventBlockHeader header))
        {
            return TraceFaultCode.BlockHeaderUnreadable;
        }

        if (_overlap.IsNoting)
        {
            _overlap.Note(frame.Payload, header, _ids);
        }
        else if (_overlap.MayRepeat(frame.Payload, header, TicksPerSecond / MinCopiesPerSecond))
        {
            return AcceptOverlapping(frame.Payload, header, store);
        }

        return AcceptEvents(frame.Payload, header, store);
    }

    private TraceFault? AcceptEvents(ReadOnlySpan<byte> block, in EventBlockHeader header, IFrameStore store)
    {
        // Of a damaged block the events before the damage are kept: a block may end after any event.
        int soundBytes = Walk(block, header);
        if (soundBytes > header.HeaderBytes || soundBytes == block.Length)
        {
            Widen(header.First, header.Last);
            if (!IsPassingOver)
            {
                store.StoreInGeneration((int)NetTraceFrameKind.Events, block[..soundBytes]);
            }
        }

        return soundBytes < block.Length ? TraceFaultCode.EventUnreadable : ThreadFault;
    }

    private TraceFault? AcceptSequencePoint(in Frame frame, IFrameStore store)
    {
        if (!SequencePoint.TryRead(frame.Payload, out SequencePoint point))
        {
            return TraceFaultCode.PointUnreadable;
        }

        if (point.Count > _sequences.MaxAllIncarnations)
        {
            return TraceFaultCode.ThreadsExceeded;
        }

        _sequences.Accept(point, _losses, out long unseenCount);
        _lateLostCount += unseenCount;
        Widen(point.At, point.At);
        if (!IsPassingOver)
        {
            store.StoreInGeneration(frame.Kind, frame.Payload);
        }

        BeginRegion();
        return ThreadFault;
    }

    private void Widen(TraceTicks first, TraceTicks last)
    {
        _span = _span is { } span
            ? (first < span.First ? first : span.First, last > span.Last ? last : span.Last)
            : (first, last);
    }
}
