namespace Contrail.Core.Bytes;

/// <summary>A frame as it lies in a segment. It borrows the memory of the run that it was read from.</summary>
/// <param name="Kind">What the format called it; only the format knows what it means.</param>
/// <param name="Bytes">The frame's bytes.</param>
internal readonly record struct StoredFrame(int Kind, ReadOnlyMemory<byte> Bytes);
