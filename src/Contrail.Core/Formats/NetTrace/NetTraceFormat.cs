namespace Contrail.Core.Formats.NetTrace;

/// <summary>
/// Records a nettrace 4 stream: generations are cut before any event block, the sequence points' regions carry
/// the stacks, and every event header is read once, for losses and for what must not be forgotten.
/// </summary>
public sealed class NetTraceFormat : ITraceFormat
{
    private readonly NetTraceSplitter _splitter = new();
    private readonly MetadataRows _rows = new();
    private readonly ThreadSequences _sequences = new(fromStart: true);
    private readonly LossTally _losses = new();
    private readonly OnceEvents _evictedOnce;
    private readonly Dictionary<ulong, uint> _evictedThreads = [];

    private readonly List<OnceEvent> _once = [];
    private readonly List<ulong> _lateStarters = [];
    private readonly List<Region> _regions = [];
    private Region? _region;
    private long _regionCount;
    private long _eventCount;
    private (TraceTicks First, TraceTicks Last)? _span;

    /// <param name="onceBytesMax">How much memory one-time events may take once their generations are gone.</param>
    public NetTraceFormat(long onceBytesMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onceBytesMax);
        _evictedOnce = new OnceEvents(onceBytesMax);
    }

    /// <inheritdoc/>
    public string Fault { get; private set; } = "";

    /// <summary>The stream's trace object, once it has come.</summary>
    public TraceObject? Trace { get; private set; }

    /// <inheritdoc/>
    public long TicksPerSecond => Trace?.TicksPerSecond ?? 0;

    /// <inheritdoc/>
    public TraceTicks? Start => Trace?.SyncTicks;

    /// <inheritdoc/>
    public long EventCount { get; private set; }

    /// <inheritdoc/>
    public long CarriedBytes =>
        _rows.HeldBytes + _sequences.HeldBytes + _evictedOnce.HeldBytes + (_evictedThreads.Count * 40L);

    /// <inheritdoc/>
    public IReadOnlyList<Loss> CarriedLosses => _evictedOnce.Forgotten is { } forgotten ? [forgotten] : [];

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
        string fault = (NetTraceFrameKind)frame.Kind switch
        {
            NetTraceFrameKind.StreamHeader => "",
            NetTraceFrameKind.Trace => AcceptTrace(frame),
            _ when Trace is null => "a block comes before the trace object",
            NetTraceFrameKind.Metadata => _rows.TryAdd(frame.Payload) ? "" : "a metadata block cannot be read",
            NetTraceFrameKind.Stacks => AcceptStacks(frame, store),
            NetTraceFrameKind.Events => AcceptEvents(frame, store),
            _ => AcceptSequencePoint(frame, store),
        };
        if (fault.Length > 0)
        {
            Fault = fault;
            return false;
        }

        _splitter.Take(frame);
        return true;
    }

    /// <inheritdoc/>
    public IGenerationCarry CloseGeneration()
    {
        NetTraceGenerationCarry carry = new(this)
        {
            Regions = [.. _regions],
            Marks = _sequences.TakeMarks(),
            LateStarters = [.. _lateStarters],
            OnceEvents = [.. _once],
            Span = _span,
            EventCount = _eventCount,
            Losses = _losses.Take(),
        };
        _regions.Clear();
        _lateStarters.Clear();
        _once.Clear();
        _span = null;
        _eventCount = 0;
        if (_region is not null)
        {
            JoinRegion(_region);
        }

        return carry;
    }

    /// <inheritdoc/>
    public FrozenCarry Freeze() => new NetTraceFrozenCarry
    {
        Trace = Trace ?? throw new InvalidOperationException("Nothing has come yet, so there is nothing to freeze."),
        Rows = [.. _rows.InOrder],
        RowIdLast = _rows.IdLast,
        AtStart = [.. _evictedThreads.Select(thread => (thread.Key, thread.Value))],
        AtEnd = [.. _sequences.Alive()],
        HasLaterLives = _sequences.LaterLifeCount > 0,
        OnceEvents = [.. _evictedOnce.All],
    };

    /// <summary>Takes over what must survive of a generation that leaves the ring.</summary>
    internal void Absorb(NetTraceGenerationCarry evicted)
    {
        foreach (ThreadMark mark in evicted.Marks)
        {
            if (mark.Gone)
            {
                _evictedThreads.Remove(mark.CaptureId);
                _sequences.Forget(mark.CaptureId);
            }
            else
            {
                _evictedThreads[mark.CaptureId] = mark.SequenceNumber;
            }
        }

        foreach (OnceEvent once in evicted.OnceEvents)
        {
            _evictedOnce.Add(once);
        }
    }

    private string AcceptTrace(in Frame frame)
    {
        if (Trace is not null || !TraceObject.TryRead(frame.Payload, out TraceObject? trace))
        {
            return "the trace object cannot be read";
        }

        Trace = trace;
        return "";
    }

    private string AcceptStacks(in Frame frame, IFrameStore store)
    {
        store.StoreBeside(RegionNow(store).Stacks, frame.Kind, frame.Payload);
        return "";
    }

    private string AcceptEvents(in Frame frame, IFrameStore store)
    {
        if (!EventBlockHeader.TryRead(frame.Payload, out EventBlockHeader header))
        {
            return "an event block is shorter than its header";
        }

        if (!TryWalk(frame.Payload, header))
        {
            return "an event block cannot be read";
        }

        RegionNow(store);
        Widen(header.First, header.Last);
        store.StoreInGeneration(frame.Kind, frame.Payload);
        return "";
    }

    private string AcceptSequencePoint(in Frame frame, IFrameStore store)
    {
        if (!SequencePoint.TryRead(frame.Payload, out SequencePoint point))
        {
            return "a sequence point cannot be read";
        }

        _sequences.Accept(point, _losses);
        RegionNow(store);
        Widen(point.At, point.At);
        store.StoreInGeneration(frame.Kind, frame.Payload);
        BeginRegion(store);
        return "";
    }

    // The recorder's hot loop: one turn an event. A life is looked up only where the header names its thread.
    private bool TryWalk(ReadOnlySpan<byte> block, in EventBlockHeader header)
    {
        EventBlockReader reader = new(block, header);
        ThreadLife? life = null;
        OnceRole role = OnceRole.Undefined;
        uint sequence = 0;
        TraceTicks at = default;
        long count = 0;
        while (reader.MoveNext())
        {
            if (reader.CaptureNamed || life is null)
            {
                _sequences.Advance(life, sequence, at);
                life = FindLife(reader);
            }

            if (reader.MetadataNamed)
            {
                role = _rows.RoleOf(reader.MetadataId);
            }

            if (role != OnceRole.None && !TryKeepOnce(reader, role))
            {
                return false;
            }

            sequence = reader.SequenceNumber;
            at = reader.At;
            count++;
        }

        _sequences.Advance(life, sequence, at);
        _eventCount += count;
        EventCount += count;
        return !reader.Malformed;
    }

    private ThreadLife FindLife(in EventBlockReader reader)
    {
        ThreadLife life = _sequences.Find(reader.CaptureThreadId, reader.SequenceNumber, out uint lostCount);
        if (lostCount > 0)
        {
            bool first = life.LastSequence == 0;
            if (first)
            {
                _lateStarters.Add(life.CaptureId);
            }

            TraceTicks from = first ? reader.At : life.LastAt;
            _losses.Add(new Loss(
                from, reader.At, LossReason.RuntimeDropped, lostCount, unchecked((long)life.ThreadId)));
        }

        return life;
    }

    private bool TryKeepOnce(in EventBlockReader reader, OnceRole role)
    {
        if (role == OnceRole.Undefined)
        {
            return false;
        }

        _once.Add(new OnceEvent(reader.MetadataId, role, reader.ThreadId, reader.At, reader.Payload.ToArray()));
        return true;
    }

    private void Widen(TraceTicks first, TraceTicks last)
    {
        _span = _span is { } span
            ? (first < span.First ? first : span.First, last > span.Last ? last : span.Last)
            : (first, last);
    }

    private Region RegionNow(IFrameStore store) => _region ?? BeginRegion(store);

    private Region BeginRegion(IFrameStore store)
    {
        _region?.Release();
        _region = new Region(_regionCount++, store.NewRun());
        _region.Hold();
        JoinRegion(_region);
        return _region;
    }

    private void JoinRegion(Region region)
    {
        region.Hold();
        _regions.Add(region);
    }
}
