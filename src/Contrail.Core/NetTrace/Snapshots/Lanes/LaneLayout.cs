using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Core.Ring.Lanes;

namespace Contrail.Core.NetTrace.Snapshots.Lanes;

/// <summary>
/// Makes events of the records of a ring's lanes, region by region: readers sort by time only within a region, and
/// stack ids are valid only there. One instance for each file. Not thread-safe.
/// </summary>
internal sealed class LaneLayout
{
    private static readonly Dictionary<LaneKind, Func<MetadataBlockBuilder, ILaneBlocks>> Makers = new()
    {
        [LaneKind.CpuSamples] = metadata => new CpuSampleBlocks(metadata),
        [LaneKind.Figures] = metadata => new FigureBlocks(metadata),
        [LaneKind.OffCpu] = metadata => new OffCpuBlocks(metadata),
    };

    private readonly List<(LaneRecord[] Ordered, ILaneBlocks Blocks)> _lanes = [];
    private readonly int[] _taken;

    /// <param name="ring">The window, with its lanes.</param>
    /// <param name="metadata">The file's metadata rows, to which those of lanes are added.</param>
    public LaneLayout(FrozenRing ring, MetadataBlockBuilder metadata)
    {
        foreach (FrozenLane lane in ring.Lanes)
        {
            LaneRecord[] ordered = [.. lane.Within(ring.FirstMoment, ring.End).OrderBy(record => record.At)];
            _lanes.Add((ordered, Makers[lane.Kind](metadata)));
        }

        _taken = new int[_lanes.Count];
    }

    /// <summary>The blocks of the records before a moment that have not been taken; stacks are before events.</summary>
    public List<(NetTraceFrameKind Kind, ReadOnlyMemory<byte> Payload)> TakeUntil(TraceTicks end)
    {
        List<(NetTraceFrameKind, ReadOnlyMemory<byte>)> taken = [];
        for (int index = 0; index < _lanes.Count; index++)
        {
            (LaneRecord[] ordered, ILaneBlocks blocks) = _lanes[index];
            while (_taken[index] < ordered.Length && ordered[_taken[index]].At < end)
            {
                blocks.Add(ordered[_taken[index]++]);
            }

            taken.AddRange(blocks.Take());
        }

        return taken;
    }
}
