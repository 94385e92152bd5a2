using System.Runtime.CompilerServices;

namespace Contrail.Benchmarks.Peers;

/// <summary>
/// The peer of storing: <c>memcpy</c> of the same bytes into memory of the ring's size, round and round.
/// Nothing that keeps the bytes can be faster.
/// </summary>
internal sealed class CopyRing
{
    private const int SegmentBytes = 1 << 20;

    // Pinned arrays are not moved, like the ring's segments.
    private readonly byte[][] _segments = [.. Enumerable
        .Range(0, (int)(Captures.TraceBytes.MaxRingBytes / SegmentBytes))
        .Select(_ => GC.AllocateArray<byte>(SegmentBytes, pinned: true))];

    private int _next;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public int Copy(ReadOnlySpan<byte> source)
    {
        for (int offset = 0; offset < source.Length; offset += SegmentBytes)
        {
            int count = Math.Min(SegmentBytes, source.Length - offset);
            source.Slice(offset, count).CopyTo(_segments[_next]);
            _next = (_next + 1) % _segments.Length;
        }

        return _next;
    }
}
