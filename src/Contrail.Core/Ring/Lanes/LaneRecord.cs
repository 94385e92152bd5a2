using Contrail.Core.Formats;

namespace Contrail.Core.Ring.Lanes;

/// <summary>A record of a lane.</summary>
/// <param name="At">Its moment.</param>
/// <param name="Bytes">Its contents, in the layout of the lane's kind. They borrow the lane's memory.</param>
internal readonly record struct LaneRecord(TraceTicks At, ReadOnlyMemory<byte> Bytes);
