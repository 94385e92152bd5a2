namespace Contrail.Core.Snapshots;

/// <summary>A file with the lanes of a ring.</summary>
/// <param name="Parts">Its bytes, in order.</param>
/// <param name="LeftOutCount">How many addresses of code were not looked up.</param>
internal readonly record struct LaneFileParts(IReadOnlyList<ReadOnlyMemory<byte>> Parts, int LeftOutCount);
