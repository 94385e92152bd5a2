using Contrail.Core.Bytes;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring;

namespace Contrail.Core.NetTrace.Files;

/// <summary>
/// What of a replayed stream is kept: nothing before the range begins, but what must survive it; from then on all, as
/// one generation. Not safe for concurrent use.
/// </summary>
internal sealed class RangeStore : IFrameStore, IDisposable
{
    private const int SegmentBytes = 1 << 20;

    private readonly NetTraceFormat _format;
    private readonly SegmentPool _pool;
    private readonly SegmentLane _generationLane;
    private readonly SegmentLane _retainedLane;
    private StoredRun _open = new();
    private bool _began;

    public RangeStore(RecordingLimits limits)
    {
        _format = new NetTraceFormat(limits.MaxRetainedBytes, limits.MaxCarriedBytes);
        _pool = new MemoryBudget().TryOpen(SegmentBytes, limits.MaxBytes)!;
        _generationLane = new SegmentLane(_pool);
        _retainedLane = new SegmentLane(_pool);
    }

    /// <summary>Memory taken.</summary>
    public long HeldBytes => _pool.RingBytes + _format.CarriedBytes;

    /// <summary>The range begins: what arrives is kept.</summary>
    public void Begin()
    {
        if (!_began)
        {
            EvictOpen();
            _began = true;
        }
    }

    /// <summary>Takes a frame in; false if it is not what the format allows.</summary>
    public bool TryAccept(in Frame frame)
    {
        bool accepted = _format.TryAccept(frame, this);
        bool isTimed = (NetTraceFrameKind)frame.Kind is NetTraceFrameKind.Events or NetTraceFrameKind.SequencePoint;
        if (!_began && isTimed)
        {
            EvictOpen();
        }

        return accepted;
    }

    public bool StoreInGeneration(int kind, ReadOnlySpan<byte> payload)
    {
        if (_began)
        {
            _generationLane.Store(_open, kind, payload);
        }

        return true;
    }

    public bool StoreRetained(StoredRun run, int kind, ReadOnlySpan<byte> payload)
    {
        _retainedLane.Store(run, kind, payload);
        return true;
    }

    public StoredRun NewRun() => new();

    /// <summary>The range, pinned; nothing can be added afterwards.</summary>
    /// <param name="from">Where it begins.</param>
    /// <param name="to">Where it ends, if nothing in it is later.</param>
    /// <param name="losses">What is missing in addition to what the stream shows.</param>
    /// <param name="status">How the stream ended.</param>
    public FrozenRing Freeze(TraceTicks from, TraceTicks to, IEnumerable<Loss> losses, SourceState status)
    {
        Begin();
        Generation kept = new(0, from, _open, _format.CloseGeneration());
        FrozenRing ring = new(
            [kept.Freeze()],
            _format.Freeze(),
            kept.Last > to ? kept.Last : to,
            [.. losses],
            status,
            _format.TicksPerSecond);
        kept.Evict();
        _open = new StoredRun();
        return ring;
    }

    public void Dispose()
    {
        EvictOpen();
        _format.Release();
        _generationLane.Release();
        _retainedLane.Release();
        _pool.Dispose();
    }

    private void EvictOpen()
    {
        _format.CloseGeneration().Evict();
        _open.Release();
        _open = new StoredRun();
    }
}
