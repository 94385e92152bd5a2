using Contrail.Core.Formats;
using Contrail.Core.Ring.Lanes;

namespace Contrail.Core.Ring;

/// <content>The lanes: records about the process that do not come in its stream.</content>
internal sealed partial class RingStore
{
    private readonly List<Lane> _lanes = [];

    /// <summary>Begins a lane; does nothing if it has begun.</summary>
    public void BeginLane(LaneKind kind, TraceTicks now)
    {
        if (Find(kind) is null)
        {
            _lanes.Add(new Lane(kind, _pool, _limits.MaxLaneBytes, now));
        }
    }

    /// <summary>Adds a record to a lane that has begun; false if it was not kept.</summary>
    public bool AddRecord(LaneKind kind, TraceTicks at, ReadOnlySpan<byte> record) =>
        Find(kind)?.Add(at, record, Retention.AgeTicks, MakeRoomForLane) ?? false;

    /// <summary>Counts records that the source of a lane lost.</summary>
    public void AddLaneLoss(LaneKind kind, in Loss loss) => Find(kind)?.AddLoss(loss, Retention.AgeTicks, loss.To);

    private Lane? Find(LaneKind kind) => _lanes.Find(lane => lane.Kind == kind);

    private FrozenLane[] FreezeLanes(TraceTicks start, TraceTicks end) =>
        [.. _lanes.Select(lane => lane.Freeze(start, end, Retention.AgeTicks))];

    // Generations make room for a lane, whose part of the limit is small; the one being filled is not dropped for it.
    private bool MakeRoomForLane(long bytesToRent) =>
        EvictForMemory(bytesToRent) && HeldBytes + bytesToRent <= _limits.MaxLoneBytes;

    private void ReleaseLanes()
    {
        _lanes.ForEach(lane => lane.Dispose());
        _lanes.Clear();
    }
}
