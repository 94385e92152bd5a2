namespace Contrail.Core.Bytes;

/// <summary>
/// Lends segments, counts what the ring holds of them, and keeps the returned ones for the next borrower.
/// Safe from any thread; its lock is held for a few instructions and never across a callback.
/// </summary>
/// <remarks>
/// The pool enforces no limit: the ring reads <see cref="RingBytes"/> and evicts. What a snapshot in flight still pins
/// is counted only in <see cref="AllocatedBytes"/>.
/// </remarks>
internal sealed class SegmentPool : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Stack<Segment> _free = new();
    private readonly long _maxKeptBytes;
    private long _idleBytes;
    private bool _disposed;

    /// <param name="segmentBytes">
    /// Size of an ordinary segment; a larger request gets a segment of exactly its size.
    /// </param>
    /// <param name="maxKeptBytes">
    /// How many bytes the ring may hold and returned segments take together; segments returned beyond that are freed.
    /// </param>
    public SegmentPool(int segmentBytes, long maxKeptBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(segmentBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(maxKeptBytes);
        SegmentBytes = segmentBytes;
        _maxKeptBytes = maxKeptBytes;
    }

    /// <summary>Size of an ordinary segment, in bytes.</summary>
    public int SegmentBytes { get; }

    /// <summary>Bytes of all segments that the ring holds, as allocated.</summary>
    public long RingBytes { get; private set; }

    /// <summary>Bytes of all segments: held by the ring, pinned by snapshots, and idle.</summary>
    public long AllocatedBytes { get; private set; }

    /// <summary>Lends a segment of at least <paramref name="minBytes"/> bytes; the ring has one hold on it.</summary>
    internal Segment Rent(int minBytes)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            Segment segment = minBytes <= SegmentBytes && _free.TryPop(out Segment? idle)
                ? TakeIdleLocked(idle)
                : AllocateLocked(Math.Max(minBytes, SegmentBytes));
            segment.UsedBytes = 0;
            segment.HoldCount = 1;
            segment.RingHoldCount = 1;
            RingBytes += segment.CapacityBytes;
            return segment;
        }
    }

    internal void Hold(Segment segment, bool forRing)
    {
        lock (_lock)
        {
            segment.HoldCount++;
            segment.RingHoldCount += forRing ? 1 : 0;
        }
    }

    internal void Release(Segment segment, bool forRing)
    {
        lock (_lock)
        {
            segment.HoldCount--;
            if (forRing && --segment.RingHoldCount == 0)
            {
                RingBytes -= segment.CapacityBytes;
            }

            if (segment.HoldCount == 0)
            {
                ReturnLocked(segment);
            }
        }
    }

    /// <summary>Frees what is idle; segments still held are freed at their last release.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            while (_free.TryPop(out Segment? idle))
            {
                FreeLocked(idle);
            }

            _idleBytes = 0;
        }
    }

    private Segment TakeIdleLocked(Segment idle)
    {
        _idleBytes -= idle.CapacityBytes;
        return idle;
    }

    private Segment AllocateLocked(int capacityBytes)
    {
        while (RingBytes + _idleBytes + capacityBytes > _maxKeptBytes && _free.TryPop(out Segment? idle))
        {
            FreeLocked(TakeIdleLocked(idle));
        }

        Segment fresh = new(this, capacityBytes);
        AllocatedBytes += capacityBytes;
        return fresh;
    }

    private void ReturnLocked(Segment segment)
    {
        bool ordinary = segment.CapacityBytes == SegmentBytes;
        if (!_disposed && ordinary && RingBytes + _idleBytes + segment.CapacityBytes <= _maxKeptBytes)
        {
            _free.Push(segment);
            _idleBytes += segment.CapacityBytes;
            return;
        }

        FreeLocked(segment);
    }

    private void FreeLocked(Segment segment)
    {
        AllocatedBytes -= segment.CapacityBytes;
        segment.Free();
    }
}
