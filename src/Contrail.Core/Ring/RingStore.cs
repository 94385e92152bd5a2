using Contrail.Core.Bytes;
using Contrail.Core.Formats;

namespace Contrail.Core.Ring;

/// <summary>
/// The ring with the generation being filled and the memory of both: every byte is weighed against the limit before it
/// is stored, and the oldest generations are evicted until it fits. Not thread-safe.
/// </summary>
internal sealed partial class RingStore : IFrameStore, IGenerationStore, IDisposable
{
    private readonly ITraceFormat _format;

    // The format again, as one of the two kinds; the other is null.
    private readonly ICutFormat? _cutFormat;
    private readonly IGenerationFormat? _generationFormat;
    private readonly RecordingLimits _limits;
    private readonly IRetentionPolicy _policy;
    private readonly Func<long> _otherBytes;
    private readonly SegmentPool _pool;
    private readonly SegmentLane _generationLane;
    private readonly SegmentLane _retainedLane;
    private readonly GenerationRing _ring = new();
    private readonly LossLedger _losses = new();
    private StoredRun _open = new();
    private TraceTicks? _openCut;
    private TraceTicks? _completedAt;
    private long _nextNumber;

    public RingStore(
        ITraceFormat format, RecordingLimits limits, IRetentionPolicy policy, Func<long> otherBytes,
        SegmentPool? pool = null)
    {
        _policy = policy;
        _format = format;
        _cutFormat = format as ICutFormat;
        _generationFormat = format as IGenerationFormat;
        _limits = limits;
        _otherBytes = otherBytes;
        _pool = pool ?? new MemoryBudget().TryOpen(limits.SegmentBytes, limits.MaxBytes)!;
        _generationLane = new SegmentLane(_pool);
        _retainedLane = new SegmentLane(_pool);
        _makeRoomForLane = MakeRoomForLane;
    }

    /// <summary>Why the last frame was not accepted; null if it was.</summary>
    public TraceFault? Fault { get; private set; }

    /// <summary>The latest moment seen in the trace.</summary>
    public TraceTicks? Latest { get; private set; }

    /// <summary>The pool that owns the frames' memory.</summary>
    internal SegmentPool Pool => _pool;

    private long HeldBytes =>
        _pool.RingBytes + _ring.StateBytes + _format.CarriedBytes + _losses.HeldBytes + LaneStateBytes
        + _borrowedBytes + _otherBytes();

    private Retention Retention => Retention.Of(_limits.Period, _format.TicksPerSecond, _limits.MaxBytes);

    private GenerationLimits GenerationLimits =>
        GenerationLimits.For(_format.TicksPerSecond, _limits.MaxBytes);

    /// <summary>Accepts a frame, and cuts before it where that is due; false if recording cannot continue.</summary>
    public bool TryAccept(in Frame frame)
    {
        if (_cutFormat is { } cut)
        {
            CutBefore(frame, cut);
        }

        bool wasPassingOver = _cutFormat is { IsPassingOver: true };
        bool isAccepted = _cutFormat?.TryAccept(frame, this) ?? _generationFormat!.TryAccept(frame, this);
        if (!isAccepted)
        {
            Fault = _format.Fault;
            return false;
        }

        if (wasPassingOver || _isOverfull)
        {
            EvictAll();
        }

        bool carriesTooMuch = _format.CarriedBytes > _limits.MaxCarriedBytes || !TryReserveState();
        Fault = carriesTooMuch ? TraceFaultCode.DefinitionsExceedMemory : null;
        return !carriesTooMuch;
    }

    public bool StoreInGeneration(int kind, ReadOnlySpan<byte> payload)
    {
        bool fits = MakeRoom(_generationLane.BytesToRent(payload.Length));
        if (_generationFormat is not null && !FitsAsOne(payload.Length))
        {
            DropTooLarge();
            return false;
        }

        if (fits)
        {
            _generationLane.Store(_open, kind, payload);
        }

        return fits;
    }

    public bool StoreRetained(StoredRun run, int kind, ReadOnlySpan<byte> payload)
    {
        bool fits = MakeRoom(_retainedLane.BytesToRent(payload.Length));
        if (fits)
        {
            _retainedLane.Store(run, kind, payload);
        }

        return fits;
    }

    public StoredRun NewRun() => new();

    public void AddLoss(in Loss loss) => _losses.AddLasting(loss, LastingSince);

    /// <summary>Completes this stream: no more bytes of it will arrive. True if it ended in good order.</summary>
    public bool CloseStream(StreamEnd ended, ReadOnlySpan<byte> untrustedRest, out long tornBytes)
    {
        // Where the recorder cuts, only the end mark is an end in good order, and this is not called after it.
        tornBytes = untrustedRest.Length;
        return _generationFormat?.CloseStream(ended, untrustedRest, this, out tornBytes) ?? false;
    }

    /// <summary>
    /// Data is missing from the latest moment on, until the next stream begins or the recording ends.
    /// </summary>
    public void OpenHole(LossReason reason, TraceTicks now) =>
        _losses.OpenHole(new Loss(Latest ?? now, now, reason, 1, null));

    /// <summary>Begins another stream: a generation never contains parts of two streams.</summary>
    public void BeginStream(TraceTicks now)
    {
        _losses.CloseHole(now, LastingSince);
        TraceTicks at = Latest ?? _format.Start ?? now;
        _openCut ??= _format.Start;
        _cutFormat?.EndStream(at, this);
        _generationFormat?.EndStream(at, this);
        if (_open.FrameCount > 0)
        {
            CloseOpen(at);
        }

        _format.BeginStream();
    }

    /// <summary>The source ended: the window ends here, however late it is requested.</summary>
    public void Complete(TraceTicks now)
    {
        _losses.CloseHole(now, LastingSince);
        _completedAt ??= now;
    }

    public FrozenRing? Freeze(TraceTicks now, SourceState status) =>
        _generationFormat is null ? FreezeAll(now, status) : FreezeNewestRun(status);

    private FrozenRing? FreezeAll(TraceTicks now, SourceState status)
    {
        // A process that has done nothing yet has history too: silence since the trace began.
        _openCut ??= _format.Start;
        if (_openCut is null)
        {
            return null;
        }

        if (_open.FrameCount > 0 || _ring.Count == 0)
        {
            CloseOpen(Latest ?? _openCut.Value);
        }

        TraceTicks requested = _completedAt ?? now;
        TraceTicks end = Latest is { } latest && latest > requested ? latest : requested;
        List<FrozenGeneration> frozen = [.. _ring.OldestFirst.Select(generation => generation.Freeze())];
        List<Loss> losses = _losses.For(frozen[0].Source.Cut, end, Retention.AgeTicks);
        return new FrozenRing(frozen, _format.Freeze(), end, losses, status, _format.TicksPerSecond)
        {
            IsFromStart = _ring.EvictedCount == 0,
            Lanes = FreezeLanes(frozen[0].Source.Cut, end),
        };
    }

    public RecordingCounts Counts(SourceState status, TraceFault? fault, long streamBytes) => new()
    {
        Status = status,
        Fault = fault,
        StreamBytes = streamBytes,
        EventCount = _format.EventCount,
        HeldBytes = HeldBytes,
        FrameBytes = _ring.FrameBytes + _open.FrameBytes,
        GenerationCount = _ring.Count,
        EvictedCount = _ring.EvictedCount,
        Start = _ring.FirstOfRun?.Cut ?? _openCut ?? _format.Start,
        WriterCount = _ring.Newest?.Carry.WriterCount ?? 0,
        Latest = Latest,
        TicksPerSecond = _format.TicksPerSecond,
        LossCounts = _losses.TotalsWith(_format.CarriedLosses),
        Lanes = [.. _lanes.Select(lane => lane.Health)],
    };

    public void Dispose()
    {
        while (_ring.Count > 0)
        {
            _ring.EvictOldest();
        }

        _format.CloseGeneration().Evict();
        _format.Release();
        _open.Release();
        DropTail();
        ReleaseLanes();
        _generationLane.Release();
        _retainedLane.Release();
        _pool.Dispose();
        _openCut = null;
    }

    private void CutBefore(in Frame frame, ICutFormat format)
    {
        if (format.CutBefore(frame) is { } span)
        {
            CutIfDue(span.First);
            Latest = Latest is { } latest && latest > span.Last ? latest : span.Last;
        }
        else
        {
            CutIfFull();
        }
    }

    private void CutIfDue(TraceTicks at)
    {
        _openCut ??= _format.Start is { } start && start < at ? start : at;
        bool due = at.Since(_openCut.Value) >= GenerationLimits.Ticks || IsFull;
        if (due && _open.FrameCount > 0)
        {
            // The threads of one flush follow each other, so this block may begin before the last one ended, and
            // history is complete only from the end of that one.
            CloseOpen(Latest is { } latest && latest > at ? latest : at);
        }
    }

    private void CloseOpen(TraceTicks nextCut)
    {
        IGenerationState carry = _format.CloseGeneration();
        AddClosed(new Generation(_nextNumber++, _openCut!.Value, _open, carry));
        _openCut = nextCut > _openCut.Value ? nextCut : _openCut;
        EvictForMemory(bytesToRent: 0);
    }

    private void AddClosed(Generation closed)
    {
        _losses.Count(closed.Losses);
        _ring.Add(closed);
        _open = new StoredRun();
        _policy.Evict(_ring, Retention, Latest ?? closed.Last);
        EvictOldRecords(Latest ?? closed.Last);
        if (!_policy.LimitsEveryByte)
        {
            EvictForOverhead();
        }
    }
}
