using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring.Lanes;

namespace Contrail.Core.NetTrace.Snapshots.Lanes;

/// <summary>Makes blocks of the records of one kind of lane. One instance for each file. Not thread-safe.</summary>
internal interface ILaneBlocks
{
    /// <summary>Adds a record of the current region; in the order of time.</summary>
    void Add(in LaneRecord record);

    /// <summary>The blocks of the region, stacks before events; the next record begins another region.</summary>
    IEnumerable<(NetTraceFrameKind Kind, ReadOnlyMemory<byte> Payload)> Take();
}
