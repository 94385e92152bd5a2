using System.Buffers.Binary;
using System.Diagnostics;

namespace Contrail.Core.Bytes;

/// <summary>
/// Frames stored one after the other, in the order of arrival, in a few segments. A frame is an eight-byte head
/// (length, kind) and its bytes, and never straddles two segments.
/// </summary>
/// <remarks>
/// One thread appends, under its owner's lock. A frozen copy (<see cref="Freeze"/>) may be read by any thread
/// until it is released: the bytes before its end do not change.
/// </remarks>
internal sealed class StoredRun
{
    internal const int HeadBytes = 8;

    private readonly bool _forRing;
    private Extent[] _extents;
    private int _extentCount;
    private bool _released;

    internal StoredRun()
        : this([], 0, forRing: true)
    {
    }

    private StoredRun(Extent[] extents, int extentCount, bool forRing)
    {
        _extents = extents;
        _extentCount = extentCount;
        _forRing = forRing;
    }

    /// <summary>How many frames are stored.</summary>
    public int FrameCount { get; private set; }

    /// <summary>Their bytes, without the heads.</summary>
    public long FrameBytes { get; private set; }

    /// <summary>
    /// The frames, oldest first. They borrow the run's memory, and must not be used after its release.
    /// </summary>
    public IEnumerable<StoredFrame> Frames
    {
        get
        {
            for (int index = 0; index < _extentCount; index++)
            {
                Extent extent = _extents[index];
                int position = extent.Offset;
                while (position < extent.End)
                {
                    StoredFrame frame = ReadAt(extent.Segment, position);
                    yield return frame;
                    position += HeadBytes + frame.Bytes.Length;
                }
            }
        }
    }

    internal void Append(Segment segment, int offset, int frameBytes)
    {
        Debug.Assert(!_released, "A frame is stored in a run whose memory is released.");
        Debug.Assert(_forRing, "A frozen run does not change.");
        int end = offset + HeadBytes + frameBytes;
        Debug.Assert(end <= segment.CapacityBytes, "A frame lies in one segment.");
        FrameCount++;
        FrameBytes += frameBytes;
        if (_extentCount > 0)
        {
            Extent last = _extents[_extentCount - 1];
            if (ReferenceEquals(last.Segment, segment) && last.End == offset)
            {
                _extents[_extentCount - 1] = last with { End = end };
                return;
            }
        }

        if (_extentCount == _extents.Length)
        {
            Array.Resize(ref _extents, Math.Max(2, _extentCount * 2));
        }

        segment.Pool.Hold(segment, _forRing);
        _extents[_extentCount++] = new Extent(segment, offset, end);
    }

    /// <summary>
    /// Returns a copy of the run as it is now; it pins the same memory for a snapshot until it is released.
    /// </summary>
    internal StoredRun Freeze()
    {
        Debug.Assert(!_released, "A run is pinned after its memory is released.");
        StoredRun frozen = new(_extents.AsSpan(0, _extentCount).ToArray(), _extentCount, forRing: false)
        {
            FrameCount = FrameCount,
            FrameBytes = FrameBytes,
        };
        foreach (Extent extent in frozen._extents)
        {
            extent.Segment.Pool.Hold(extent.Segment, forRing: false);
        }

        return frozen;
    }

    /// <summary>Releases the memory; a second call does nothing.</summary>
    internal void Release()
    {
        if (_released)
        {
            return;
        }

        _released = true;
        for (int index = 0; index < _extentCount; index++)
        {
            Segment segment = _extents[index].Segment;
            segment.Pool.Release(segment, _forRing);
        }

        _extentCount = 0;
    }

    private static StoredFrame ReadAt(Segment segment, int position)
    {
        ReadOnlySpan<byte> head = segment.GetSpan().Slice(position, HeadBytes);
        int frameBytes = BinaryPrimitives.ReadInt32LittleEndian(head);
        int kind = BinaryPrimitives.ReadInt32LittleEndian(head[4..]);
        return new StoredFrame(kind, segment.Memory.Slice(position + HeadBytes, frameBytes));
    }

    private readonly record struct Extent(Segment Segment, int Offset, int End);
}
