using Contrail.Core.Bytes;
using Contrail.Core.Formats;

namespace Contrail.Core.Ring.Lanes;

/// <summary>Records of a lane that are evicted together: those of one segment.</summary>
/// <param name="frames">Their memory.</param>
/// <param name="capacityBytes">The memory that the segment takes.</param>
/// <param name="at">The moment of the first record.</param>
internal sealed class LaneRun(StoredRun frames, int capacityBytes, TraceTicks at)
{
    /// <summary>The records, in the order in which they were added.</summary>
    public StoredRun Frames => frames;

    /// <summary>The memory that the segment takes.</summary>
    public int CapacityBytes => capacityBytes;

    /// <summary>The earliest moment.</summary>
    public TraceTicks First { get; private set; } = at;

    /// <summary>The latest moment.</summary>
    public TraceTicks Last { get; private set; } = at;

    /// <summary>Includes a moment: records of several processors are not quite in order.</summary>
    public void Include(TraceTicks at)
    {
        First = at < First ? at : First;
        Last = at > Last ? at : Last;
    }
}
