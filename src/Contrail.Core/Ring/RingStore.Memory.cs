using Contrail.Core.Bytes;
using Contrail.Core.Formats;

namespace Contrail.Core.Ring;

/// <content>The memory limit: what is evicted for it, and what is dropped where eviction frees nothing.</content>
internal sealed partial class RingStore
{
    private bool _isOverfull;

    // A window cannot begin before this; null while that is unknown.
    private TraceTicks? LastingSince => _format.TicksPerSecond > 0 && Latest is { } latest
        ? Before(latest, Retention.AgeTicks)
        : null;

    private bool IsFull => _open.FrameBytes + (_cutFormat?.OpenBytes ?? 0) >= GenerationLimits.Bytes;

    // A stream may consist of frames that have no time.
    private void CutIfFull()
    {
        if (IsFull && (_openCut ?? _format.Start) is { } cut)
        {
            _openCut = cut;
            CloseOpen(Latest ?? cut);
        }
    }

    // The policy counts only the bytes of generations, and a stream may consist of generations of a few bytes.
    private void EvictForOverhead()
    {
        while (_ring.Count > 1 && _ring.StateBytes > _limits.MaxCarriedBytes)
        {
            Generation evicted = _ring.EvictOldest();
            CountEviction(evicted, evicted.Last, Retention);
        }
    }

    private bool MakeRoom(long bytesToRent)
    {
        if (bytesToRent == 0)
        {
            return true;
        }

        bool isReserved = EvictForMemory(bytesToRent);

        // The format's own state is weighed separately, at every frame.
        long withoutCarried = HeldBytes - _format.CarriedBytes;
        bool fits = _generationFormat is not null
            || (isReserved && withoutCarried + bytesToRent <= _limits.MaxLoneBytes);
        _isOverfull |= !fits;
        return fits;
    }

    // A frame that does not fit into the limit even alone is dropped with everything held: what follows depends on it.
    private void EvictAll()
    {
        if (_isOverfull)
        {
            _cutFormat!.PassOver();
            _isOverfull = false;
        }

        _openCut ??= _format.Start;
        TraceTicks end = Latest is { } latest && latest > _openCut!.Value ? latest : _openCut!.Value;
        Generation open = new(_nextNumber++, _openCut.Value, _open, _format.CloseGeneration());
        _losses.Count(open.Losses);
        _ring.Add(open);
        _open = new StoredRun();
        while (_ring.Count > 0)
        {
            Generation evicted = _ring.EvictOldest();
            CountEviction(evicted, _ring.Count > 0 ? _ring.OldestFirst.First().Cut : end, Retention);
        }

        _openCut = end;
        _generationLane.Release();
        _retainedLane.Release();
    }

    // For the recording's own limit, and for that of all recordings; false if this one is still exceeded.
    private bool EvictForMemory(long bytesToRent)
    {
        Retention retention = Retention;
        while (_ring.Count > 1 && (IsOverOwnLimit(retention, bytesToRent) || !TryReserve(bytesToRent)))
        {
            Generation evicted = _ring.EvictOldest();
            CountEviction(evicted, _ring.OldestFirst.First().Cut, retention);
        }

        return TryReserve(bytesToRent);
    }

    /// <summary>
    /// Evicts the oldest generations, except the newest, and if that is not enough the oldest records of lanes, down to
    /// the guaranteed part of the budget.
    /// </summary>
    public void Trim()
    {
        while (_ring.Count > 1 && _pool.ReservedBytes > _pool.GuaranteedBytes)
        {
            Generation evicted = _ring.EvictOldest();
            CountEviction(evicted, _ring.OldestFirst.First().Cut, Retention);
            _pool.TryReserve(HeldBytes, forState: true);
        }

        while (_pool.ReservedBytes > _pool.GuaranteedBytes && TryEvictRecords())
        {
            _pool.TryReserve(HeldBytes, forState: true);
        }
    }

    private bool IsOverOwnLimit(Retention retention, long bytesToRent) =>
        _policy.LimitsEveryByte && retention.IsOver(HeldBytes, bytesToRent);

    private bool TryReserve(long bytesToRent) => _pool.TryReserve(HeldBytes + bytesToRent, forState: false);

    // State has grown already: generations make room for it, in the end also the one being filled.
    private bool TryReserveState()
    {
        while (!_pool.TryReserve(HeldBytes, forState: true))
        {
            if (_ring.Count > 1)
            {
                Generation evicted = _ring.EvictOldest();
                CountEviction(evicted, _ring.OldestFirst.First().Cut, Retention);
            }
            else if (_cutFormat is null or { IsPassingOver: true })
            {
                return false;
            }
            else
            {
                _isOverfull = true;
                EvictAll();
            }
        }

        return true;
    }

    private void CountEviction(Generation evicted, TraceTicks next, Retention retention)
    {
        TraceTicks now = Latest ?? evicted.Last;
        if (now.Since(next) < retention.AgeTicks)
        {
            // Where events are not counted, frames are.
            long lostCount = evicted.EventCount > 0 ? evicted.EventCount : evicted.Frames.FrameCount;
            Loss loss = new(evicted.Cut, next, LossReason.Evicted, lostCount, null);
            if (lostCount > 0)
            {
                _losses.AddEviction(loss, retention.AgeTicks, now);
            }
        }
    }

    private static TraceTicks Before(TraceTicks moment, long ticks) =>
        new(ticks < moment.Value ? moment.Value - ticks : long.MinValue);
}
