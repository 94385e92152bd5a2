namespace Contrail.Core.Bytes;

/// <summary>A frame as stored in a segment. It borrows the memory of the run that it was read from.</summary>
/// <param name="Kind">The format's kind of frame; only the format interprets it.</param>
/// <param name="Bytes">The frame's bytes.</param>
internal readonly record struct StoredFrame(int Kind, ReadOnlyMemory<byte> Bytes);
