using System.Diagnostics;

namespace Contrail.Core.Bytes;

/// <summary>
/// One recording's part of a <see cref="MemoryBudget"/>: lends segments, counts what the ring holds of them, and
/// reserves memory before it is used. Thread-safe.
/// </summary>
/// <remarks>
/// The recording's own limit is enforced by the ring, which reads <see cref="RingBytes"/> and evicts. What a snapshot
/// in progress still pins is counted only in <see cref="MemoryBudget.AllocatedBytes"/>.
/// </remarks>
internal sealed class SegmentPool : IDisposable
{
    /// <summary>State grows by a few bytes at a time: reserving it in steps saves the lock.</summary>
    private const long ReserveStepBytes = 64 << 10;

    private bool _disposed;
    private long _reservedBytes;

    internal SegmentPool(MemoryBudget budget, int segmentBytes, long maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(segmentBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        Budget = budget;
        SegmentBytes = segmentBytes;
        MaxBytes = maxBytes;
    }

    /// <summary>What it is a part of.</summary>
    public MemoryBudget Budget { get; }

    /// <summary>Size of an ordinary segment, in bytes; a larger request gets a segment of exactly its size.</summary>
    public int SegmentBytes { get; }

    /// <summary>The recording's own limit.</summary>
    public long MaxBytes { get; }

    /// <summary>Bytes of all segments that the ring holds, as allocated.</summary>
    public long RingBytes { get; private set; }

    /// <summary>Bytes reserved of the budget: at least what the recording holds, state included.</summary>
    public long ReservedBytes
    {
        get => Volatile.Read(ref _reservedBytes);
        internal set => Volatile.Write(ref _reservedBytes, value);
    }

    /// <summary>The part that other recordings never take; 0 without a common limit.</summary>
    public long GuaranteedBytes { get; internal set; }

    /// <summary>Evicts what exceeds the guaranteed part; called without a lock, from any thread.</summary>
    public Action Trim { get; set; } = () => { };

    /// <summary>What the budget counts: the guaranteed part is taken, used or not.</summary>
    internal long ClaimedBytes => Math.Max(ReservedBytes, GuaranteedBytes);

    /// <summary>
    /// Reserves memory for everything that is held, including segments about to be rented; false if the budget does not
    /// allow it. Less than before is always allowed.
    /// </summary>
    /// <param name="heldBytes">Everything that the recording holds, or is about to hold.</param>
    /// <param name="forState">Whether it grew by state, which is held already and cannot be evicted.</param>
    public bool TryReserve(long heldBytes, bool forState)
    {
        long steps = (Math.Max(0, heldBytes) + ReserveStepBytes - 1) / ReserveStepBytes;
        long bytes = steps * ReserveStepBytes;
        if (bytes == ReservedBytes)
        {
            return true;
        }

        lock (Budget.Gate)
        {
            return _disposed || Budget.TryReserveLocked(this, bytes, forState);
        }
    }

    /// <summary>Lends a segment of at least <paramref name="minBytes"/> bytes; the ring has one hold on it.</summary>
    internal Segment Rent(int minBytes)
    {
        lock (Budget.Gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            Segment segment = Budget.RentLocked(this, minBytes);
            Debug.Assert(segment.HoldCount == 0, "A segment is lent while it is held.");
            Debug.Assert(segment.RingHoldCount == 0, "The ring holds an idle segment.");
            segment.UsedBytes = 0;
            segment.HoldCount = 1;
            segment.RingHoldCount = 1;
            RingBytes += segment.CapacityBytes;
            return segment;
        }
    }

    internal void Hold(Segment segment, bool forRing)
    {
        lock (Budget.Gate)
        {
            Debug.Assert(ReferenceEquals(segment.Pool, this), "A segment belongs to one pool.");
            Debug.Assert(segment.HoldCount > 0, "A segment is held that nothing holds.");
            segment.HoldCount++;
            segment.RingHoldCount += forRing ? 1 : 0;
        }
    }

    internal void Release(Segment segment, bool forRing)
    {
        lock (Budget.Gate)
        {
            Debug.Assert(ReferenceEquals(segment.Pool, this), "A segment belongs to one pool.");
            Debug.Assert(segment.HoldCount > 0, "A segment is released more often than it is held.");
            Debug.Assert(!forRing || segment.RingHoldCount > 0, "The ring releases what it does not hold.");
            segment.HoldCount--;
            if (forRing && --segment.RingHoldCount == 0)
            {
                RingBytes -= segment.CapacityBytes;
                Budget.LeaveRingLocked(segment);
            }

            Debug.Assert(RingBytes >= 0, "The ring has returned more than it was lent.");
            Debug.Assert(segment.RingHoldCount <= segment.HoldCount, "Holds by the ring are holds.");
            if (segment.HoldCount == 0)
            {
                Budget.ReturnLocked(segment);
            }
        }
    }

    /// <summary>Returns the part to the budget; segments still held are freed at their last release.</summary>
    public void Dispose()
    {
        lock (Budget.Gate)
        {
            _disposed = true;
        }

        Budget.Leave(this);
    }
}
