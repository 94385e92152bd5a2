using System.Diagnostics;
using Contrail.Core.Formats;
using Contrail.Core.Ring.Lanes;

namespace Contrail.Core.Ring;

/// <content>The lanes: records about the process that are not in its stream.</content>
internal sealed partial class RingStore
{
    private readonly List<Lane> _lanes = [];

    // Created once: a lane calls it for records of which there are hundreds a second.
    private readonly Func<long, bool> _makeRoomForLane;

    private long _borrowedBytes;

    /// <summary>The most that is lent for what fills lanes.</summary>
    public long MaxBorrowedBytes => _limits.MaxBorrowedBytes;

    private long LaneStateBytes
    {
        get
        {
            // Read for every frame, so nothing is allocated.
            long totalBytes = 0;
            for (int index = 0; index < _lanes.Count; index++)
            {
                totalBytes += _lanes[index].StateBytes;
            }

            return totalBytes;
        }
    }

    /// <summary>Begins a lane, of which there is one of each kind; one that exists begins again.</summary>
    public Lane BeginLane(LaneKind kind, TraceTicks now)
    {
        if (_lanes.Find(other => other.Kind == kind) is { } existing)
        {
            existing.Restart(now, Retention.AgeTicks);
            return existing;
        }

        Lane lane = new(kind, _pool, _limits.MaxLaneBytes, now);
        _lanes.Add(lane);
        return lane;
    }

    /// <summary>Adds a record to a lane; false if it is not kept.</summary>
    public bool AddRecord(Lane lane, TraceTicks at, ReadOnlySpan<byte> record) =>
        lane.Add(at, record, AgeOf(lane), _makeRoomForLane);

    /// <summary>Counts records that the source of a lane lost.</summary>
    public void AddLoss(Lane lane, in Loss loss) => lane.AddLoss(loss, AgeOf(lane), loss.To);

    /// <summary>
    /// Reserves memory that is used elsewhere for a short time to fill a lane. The oldest generations make room for it;
    /// false, and nothing is evicted, if that is not enough.
    /// </summary>
    public bool TryBorrow(long bytes)
    {
        long lasting = HeldBytes - _ring.FrameBytes - _ring.StateBytes;
        bool canFit = _borrowedBytes + bytes <= MaxBorrowedBytes && lasting + bytes <= _limits.MaxBytes;
        bool fits = canFit && EvictForMemory(bytes) && HeldBytes + bytes <= _limits.MaxBytes;
        _borrowedBytes += fits ? bytes : 0;
        _pool.TryReserve(HeldBytes, forState: true);
        return fits;
    }

    /// <summary>Returns borrowed memory, or a part of it.</summary>
    public void Return(long bytes)
    {
        _borrowedBytes -= bytes;
        Debug.Assert(_borrowedBytes >= 0, "More has been returned than was borrowed.");
        _pool.TryReserve(HeldBytes, forState: true);
    }

    private FrozenLane[] FreezeLanes(TraceTicks start, TraceTicks end) => [.. _lanes.Select(lane =>
        lane.Freeze(HasOwnAge(lane) ? Before(end, AgeOf(lane)) : start, end, AgeOf(lane), HasOwnAge(lane)))];

    private bool HasOwnAge(Lane lane) => lane.Kind == LaneKind.Figures && _limits.FiguresPeriod is not null;

    private long AgeOf(Lane lane) => HasOwnAge(lane)
        ? Retention.Of(_limits.FiguresPeriod!.Value, _format.TicksPerSecond, _limits.MaxBytes).AgeTicks
        : Retention.AgeTicks;

    // Generations make room for a lane, whose part of the limit is small; the one being filled is not dropped for it.
    private bool MakeRoomForLane(long bytesToRent) =>
        EvictForMemory(bytesToRent) && HeldBytes + bytesToRent <= _limits.MaxLoneBytes;

    private void EvictOldRecords(TraceTicks now) =>
        _lanes.ForEach(lane => lane.EvictTooOld(now, AgeOf(lane)));

    private bool TryEvictRecords() => _lanes.Any(lane => lane.TryEvictOldest(AgeOf(lane), Latest ?? default));

    private void ReleaseLanes()
    {
        _lanes.ForEach(lane => lane.Dispose());
        _lanes.Clear();
    }
}
