using System.Buffers.Binary;
using System.Diagnostics;
using Contrail.Core.Bytes;
using Contrail.Core.Formats;

namespace Contrail.Core.Ring.Lanes;

/// <summary>
/// Records of one kind about the recorded process that are not in its stream, such as samples of its processors:
/// compact, in memory of the recording, evicted by age and for the lane's part of the memory limit. Nothing is encoded
/// before a snapshot. Not safe for concurrent use.
/// </summary>
/// <param name="kind">What the records are.</param>
/// <param name="pool">The recording's memory.</param>
/// <param name="maxBytes">The lane's part of it.</param>
/// <param name="since">When it began.</param>
internal sealed class Lane(LaneKind kind, SegmentPool pool, long maxBytes, TraceTicks since) : IDisposable
{
    private readonly SegmentLane _segments = new(pool);
    private readonly Queue<LaneRun> _closed = new();
    private readonly Dictionary<LossReason, long> _earlierLosses = [];
    private LossLedger _losses = new();
    private LaneRun? _open;
    private TraceTicks _since = since;
    private TraceTicks _until = since;
    private TraceTicks _begin = new(long.MinValue);
    private TraceTicks _end = new(long.MaxValue);
    private long _heldBytes;
    private long _recordCount;
    private bool _isEnded;

    /// <summary>What the records are.</summary>
    public LaneKind Kind => kind;

    /// <summary>Why records are missing, in addition to losses; null if none are, as far as known.</summary>
    public string? IncompleteBecause { get; set; }

    /// <summary>Memory next to the records, in bytes.</summary>
    public long StateBytes => _losses.HeldBytes;

    /// <summary>What it holds, and has lost since it first began.</summary>
    public LaneHealth Health => new()
    {
        Kind = kind,
        RecordCount = _recordCount,
        HeldBytes = _heldBytes + StateBytes,
        Losses = LossCounts(),
    };

    /// <summary>
    /// Adds a record; false, and counted as a loss, if there is no memory for it, or after the end. The oldest records
    /// are evicted for their age, and for the lane's part of the memory.
    /// </summary>
    /// <param name="at">Its moment.</param>
    /// <param name="record">Its contents; at most some KiB.</param>
    /// <param name="ageTicks">How long records are kept.</param>
    /// <param name="makeRoom">Reserves memory of the recording before it is used; false if there is none.</param>
    public bool Add(TraceTicks at, ReadOnlySpan<byte> record, long ageTicks, Func<long, bool> makeRoom)
    {
        if (_isEnded)
        {
            return false;
        }

        EvictTooOld(at, ageTicks);
        int storedBytes = sizeof(long) + record.Length;
        int bytesToRent = _segments.BytesToRent(storedBytes);
        if (bytesToRent > 0 && !TryBeginRun(at, bytesToRent, ageTicks, makeRoom))
        {
            AddLoss(new Loss(at, at, LossReason.Evicted, 1, null), ageTicks, at);
            return false;
        }

        Span<byte> stored = stackalloc byte[storedBytes];
        BinaryPrimitives.WriteInt64LittleEndian(stored, at.Value);
        record.CopyTo(stored[sizeof(long)..]);
        _segments.Store(_open!.Frames, (int)kind, stored);
        _open.Include(at);
        _recordCount++;
        return true;
    }

    /// <summary>Evicts records for their age; to be called also while none is added.</summary>
    public void EvictTooOld(TraceTicks now, long ageTicks)
    {
        while (_closed.TryPeek(out LaneRun? oldest) && now.Since(oldest.Last) > ageTicks)
        {
            EvictOldest();
        }
    }

    /// <summary>Evicts the oldest records for the memory of others; false if only those being added are left.</summary>
    public bool TryEvictOldest(long ageTicks, TraceTicks now)
    {
        if (!_closed.TryPeek(out LaneRun? oldest))
        {
            return false;
        }

        Loss loss = new(oldest.First, oldest.Last, LossReason.Evicted, oldest.Frames.FrameCount, null);
        _losses.AddEviction(loss, ageTicks, now);
        EvictOldest();
        return true;
    }

    /// <summary>All records up to a moment have been added.</summary>
    public void CompleteUntil(TraceTicks at) => _until = at > _until ? at : _until;

    /// <summary>Leaves out records before a moment: the lane begins again, after a time without records.</summary>
    public void BeginAt(TraceTicks at) => _begin = _since = at > _since ? at : _since;

    /// <summary>Leaves out records after a moment, also those that were added: they are not of the process.</summary>
    public void EndAt(TraceTicks at) => _end = at;

    /// <summary>
    /// Begins again, for another process: what is held describes the one before, and is counted as a loss.
    /// </summary>
    public void Restart(TraceTicks now, long ageTicks)
    {
        List<Loss> replaced =
        [
            .. _losses.For(now, now, ageTicks, Before(now, ageTicks))
                .Where(loss => loss.Reason == LossReason.ProcessReplaced),
        ];
        KeepLossCounts(replaced);
        CloseRun();
        long count = _closed.Sum(run => (long)run.Frames.FrameCount);
        if (count > 0)
        {
            // The other process can have another clock.
            TraceTicks first = _closed.Min(run => run.First);
            replaced.Add(new Loss(first < now ? first : now, now, LossReason.ProcessReplaced, count, null));
        }

        ReleaseAll();
        IncompleteBecause = null;
        (_since, _until, _end) = (now, now, new TraceTicks(long.MaxValue));
        _losses = new LossLedger();
        replaced.ForEach(loss => AddLoss(loss, ageTicks, now));
    }

    /// <summary>Counts records that the source of the lane lost.</summary>
    public void AddLoss(in Loss loss, long ageTicks, TraceTicks now) =>
        _losses.AddLasting(loss, Before(now, ageTicks));

    /// <summary>Pins what is held now.</summary>
    /// <param name="start">Where the window begins: losses before it are left out.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="ageTicks">How long records are kept.</param>
    /// <param name="hasOwnStart">Whether the window is the lane's own, and not that of the events.</param>
    public FrozenLane Freeze(TraceTicks start, TraceTicks end, long ageTicks, bool hasOwnStart = false) => new(
        kind,
        _since,
        _until < _end ? _until : _end,
        (_begin, _end),
        [.. (_open is { } open ? _closed.Append(open) : _closed).Select(run => run.Frames.Freeze())],
        [
            .. _losses.For(_since > start ? _since : start, end, ageTicks, start)
                .Where(loss => loss.To >= _begin).Select(loss => loss with { Lane = kind }),
        ])
    {
        IncompleteBecause = IncompleteBecause,
        OwnStart = hasOwnStart ? start : null,
    };

    /// <summary>Releases the memory; what is pinned stays.</summary>
    public void Dispose()
    {
        _isEnded = true;
        CloseRun();
        ReleaseAll();
    }

    private Dictionary<LossReason, long> LossCounts()
    {
        Dictionary<LossReason, long> counts = new(_earlierLosses);
        foreach ((LossReason reason, long count) in _losses.TotalsWith([]))
        {
            counts[reason] = counts.GetValueOrDefault(reason) + count;
        }

        return counts;
    }

    // Those that the next ledger gets again are not counted twice.
    private void KeepLossCounts(List<Loss> taken)
    {
        foreach ((LossReason reason, long count) in LossCounts())
        {
            _earlierLosses[reason] = count - taken.Where(loss => loss.Reason == reason).Sum(loss => loss.Count);
        }
    }

    private static TraceTicks Before(TraceTicks now, long ageTicks) =>
        new(Math.Max(now.Value, long.MinValue + ageTicks) - ageTicks);

    private void ReleaseAll()
    {
        while (_closed.TryDequeue(out LaneRun? run))
        {
            Release(run);
        }

        _segments.Release();
    }

    private bool TryBeginRun(TraceTicks at, int bytesToRent, long ageTicks, Func<long, bool> makeRoom)
    {
        CloseRun();
        bool hasOlder = true;
        while (hasOlder && _heldBytes + bytesToRent > maxBytes)
        {
            hasOlder = TryEvictOldest(ageTicks, at);
        }

        if (!makeRoom(bytesToRent))
        {
            return false;
        }

        _heldBytes += bytesToRent;
        _open = new LaneRun(new StoredRun(), bytesToRent, at);
        return true;
    }

    private void EvictOldest()
    {
        LaneRun evicted = _closed.Dequeue();
        _since = evicted.Last > _since ? evicted.Last : _since;
        Release(evicted);
    }

    private void CloseRun()
    {
        if (_open is { } full)
        {
            _closed.Enqueue(full);
            _open = null;
        }
    }

    private void Release(LaneRun run)
    {
        _heldBytes -= run.CapacityBytes;
        Debug.Assert(_heldBytes >= 0, "A lane has returned more than it was lent.");
        run.Frames.Release();
    }
}
