using System.Buffers.Binary;

namespace Contrail.Core.Bytes;

/// <summary>
/// Fills segments one after the other, so that small frames share one. Frames of a lane are released in the order in
/// which they were stored; otherwise a single late frame would hold memory. Not thread-safe.
/// </summary>
internal sealed class SegmentLane(SegmentPool pool)
{
    private Segment? _current;

    /// <summary>Additional bytes that storing a frame of that size takes from the pool; 0 if it fits.</summary>
    public int BytesToRent(int frameBytes)
    {
        int wholeBytes = frameBytes + StoredRun.HeadBytes;
        return Fits(wholeBytes) ? 0 : Math.Max(wholeBytes, pool.SegmentBytes);
    }

    public void Store(StoredRun run, int kind, ReadOnlySpan<byte> frame)
    {
        int wholeBytes = frame.Length + StoredRun.HeadBytes;
        if (!Fits(wholeBytes))
        {
            Release();
            _current = pool.Rent(wholeBytes);
        }

        Segment segment = _current!;
        int offset = segment.UsedBytes;
        Span<byte> target = segment.GetSpan().Slice(offset, wholeBytes);
        BinaryPrimitives.WriteInt32LittleEndian(target, frame.Length);
        BinaryPrimitives.WriteInt32LittleEndian(target[4..], kind);
        frame.CopyTo(target[StoredRun.HeadBytes..]);
        segment.UsedBytes = offset + wholeBytes;
        run.Append(segment, offset, frame.Length);
    }

    /// <summary>Releases the segment being filled; its contents stay valid for those that hold it.</summary>
    public void Release()
    {
        if (_current is { } full)
        {
            pool.Release(full, forRing: true);
            _current = null;
        }
    }

    private bool Fits(int wholeBytes) =>
        _current is { } segment && segment.CapacityBytes - segment.UsedBytes >= wholeBytes;
}
