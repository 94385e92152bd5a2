using System.Diagnostics;

namespace Contrail.Core.Bytes;

/// <summary>
/// The memory that the recordings of one host share. Half of it is guaranteed to them in equal parts; the rest is lent
/// to those that need more than their part. Returned segments are kept for the next borrower. Thread-safe; the lock is
/// held for a few instructions and never across a callback.
/// </summary>
/// <remarks>docs/decisions/0022-recordings-share-a-memory-budget.md explains the rule.</remarks>
internal sealed class MemoryBudget
{
    /// <summary>Smaller, a recording would hold less than a generation and the state of its stream.</summary>
    public const long MinGuaranteedBytes = 2 << 20;

    /// <summary>What segments leave free for state, which cannot be evicted: this part of the budget.</summary>
    private const int StateShare = 8;

    private readonly List<SegmentPool> _pools = [];
    private readonly IdleSegments _idle = new();
    private long _ringBytes;
    private long _claimedBytes;

    /// <param name="maxBytes">The limit of all recordings together; by default there is none.</param>
    public MemoryBudget(long maxBytes = long.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        MaxBytes = maxBytes;
    }

    /// <summary>The limit of all recordings together.</summary>
    public long MaxBytes { get; }

    /// <summary>Whether there is a limit in addition to that of each recording.</summary>
    public bool IsLimited => MaxBytes != long.MaxValue;

    /// <summary>Memory reserved by all recordings: at least what they hold.</summary>
    public long ReservedBytes
    {
        get
        {
            lock (Gate)
            {
                return _pools.Sum(pool => pool.ReservedBytes);
            }
        }
    }

    /// <summary>The number of recordings.</summary>
    public int RecordingCount
    {
        get
        {
            lock (Gate)
            {
                return _pools.Count;
            }
        }
    }

    /// <summary>Bytes of all segments: held by rings, pinned by snapshots, and idle.</summary>
    public long AllocatedBytes { get; private set; }

    /// <summary>Guards the budget and the counts of all its pools; the innermost lock.</summary>
    internal Lock Gate { get; } = new();

    // What the ring may hold and returned segments take together: segments returned beyond that are freed.
    private long MaxKeptBytes => Math.Min(MaxBytes, Sum(pool => pool.MaxBytes));

    /// <summary>
    /// Adds a recording. If the others hold too much for its guaranteed part, they evict their oldest generations
    /// first. Null if the guaranteed parts would become smaller than <see cref="MinGuaranteedBytes"/>, or if the others
    /// cannot evict enough.
    /// </summary>
    /// <param name="segmentBytes">Size of an ordinary segment.</param>
    /// <param name="maxBytes">The recording's own limit.</param>
    public SegmentPool? TryOpen(int segmentBytes, long maxBytes)
    {
        SegmentPool pool = new(this, segmentBytes, maxBytes);
        SegmentPool[] others;
        lock (Gate)
        {
            bool isTooSmall = IsLimited && MaxBytes / 2 / (_pools.Count + 1) < MinGuaranteedBytes;
            if (isTooSmall)
            {
                return null;
            }

            others = [.. _pools];
            _pools.Add(pool);
            ShareLocked();
        }

        foreach (SegmentPool other in others.Where(_ => IsOverdrawn()))
        {
            other.Trim();
        }

        if (IsOverdrawn())
        {
            pool.Dispose();
            return null;
        }

        return pool;
    }

    internal void Leave(SegmentPool pool)
    {
        lock (Gate)
        {
            if (_pools.Remove(pool))
            {
                ShareLocked();
                FreeIdleLocked(moreBytes: 0);
            }
        }
    }

    /// <summary>Changes what a pool has reserved; false if the budget does not allow it.</summary>
    internal bool TryReserveLocked(SegmentPool pool, long bytes, bool forState)
    {
        long claimed = _claimedBytes - pool.ClaimedBytes + Math.Max(bytes, pool.GuaranteedBytes);
        long limit = forState ? MaxBytes : MaxBytes - (MaxBytes / StateShare);
        bool isOwn = bytes <= pool.ReservedBytes || bytes <= pool.GuaranteedBytes;
        if (IsLimited && !isOwn && claimed > limit)
        {
            return false;
        }

        _claimedBytes = claimed;
        pool.ReservedBytes = bytes;
        return true;
    }

    internal Segment RentLocked(SegmentPool pool, int minBytes)
    {
        if (minBytes <= pool.SegmentBytes && _idle.TryTake(pool.SegmentBytes) is { } idle)
        {
            idle.Pool = pool;
            _ringBytes += idle.CapacityBytes;
            return idle;
        }

        int capacityBytes = Math.Max(minBytes, pool.SegmentBytes);
        FreeIdleLocked(capacityBytes);
        Segment fresh = new(pool, capacityBytes);
        AllocatedBytes += capacityBytes;
        _ringBytes += capacityBytes;
        return fresh;
    }

    internal void LeaveRingLocked(Segment segment)
    {
        _ringBytes -= segment.CapacityBytes;
        Debug.Assert(_ringBytes >= 0, "The rings have returned more than they were lent.");
    }

    internal void ReturnLocked(Segment segment)
    {
        bool isOrdinary = segment.CapacityBytes == segment.Pool.SegmentBytes;
        if (isOrdinary && _ringBytes + _idle.Bytes + segment.CapacityBytes <= MaxKeptBytes)
        {
            _idle.Add(segment);
            return;
        }

        FreeLocked(segment);
    }

    private bool IsOverdrawn()
    {
        lock (Gate)
        {
            return IsLimited && _claimedBytes > MaxBytes;
        }
    }

    // The guaranteed parts depend on the number of recordings.
    private void ShareLocked()
    {
        long part = IsLimited ? MaxBytes / 2 / Math.Max(1, _pools.Count) : 0;
        foreach (SegmentPool pool in _pools)
        {
            pool.GuaranteedBytes = Math.Min(part, Math.Max(pool.MaxBytes, MinGuaranteedBytes));
        }

        _claimedBytes = Sum(pool => pool.ClaimedBytes);
    }

    private void FreeIdleLocked(long moreBytes)
    {
        while (_ringBytes + _idle.Bytes + moreBytes > MaxKeptBytes && _idle.TryTakeAny() is { } idle)
        {
            FreeLocked(idle);
        }
    }

    private void FreeLocked(Segment segment)
    {
        AllocatedBytes -= segment.CapacityBytes;
        Debug.Assert(AllocatedBytes >= _ringBytes + _idle.Bytes, "What is held or idle is allocated.");
        segment.Free();
    }

    // A limit can be as large as the type.
    private long Sum(Func<SegmentPool, long> bytes)
    {
        long sum = 0;
        foreach (SegmentPool pool in _pools)
        {
            long more = bytes(pool);
            sum = more > long.MaxValue - sum ? long.MaxValue : sum + more;
        }

        return sum;
    }
}
