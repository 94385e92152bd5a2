using System.Buffers;
using System.Runtime.InteropServices;

namespace Contrail.Core.Bytes;

/// <summary>
/// A piece of memory outside the garbage collector's heap, owned by a <see cref="SegmentPool"/>. It is alive while it
/// is held: by runs of frames in the ring, and by snapshots being written.
/// </summary>
/// <remarks>
/// One thread writes, at the end; what was written never changes while it is held, so any thread that holds the
/// segment may read it. The holds themselves are counted by the pool, under its lock.
/// </remarks>
internal sealed unsafe class Segment : MemoryManager<byte>
{
    private byte* _start;

    internal Segment(SegmentPool pool, int capacityBytes)
    {
        Pool = pool;
        CapacityBytes = capacityBytes;
        _start = (byte*)NativeMemory.Alloc((nuint)capacityBytes);
    }

    /// <summary>How many bytes the segment takes from the machine.</summary>
    public int CapacityBytes { get; }

    internal int UsedBytes { get; set; }

    /// <summary>Holds by the ring; at 0, the bytes no longer count against its limit.</summary>
    internal int RingHoldCount { get; set; }

    /// <summary>All holds; at 0, the memory may be used again.</summary>
    internal int HoldCount { get; set; }

    /// <summary>The recording that holds it, or held it last.</summary>
    internal SegmentPool Pool { get; set; }

    // Bounds: _start is CapacityBytes long until Free, and Free happens only when the segment has no holds.
    /// <inheritdoc/>
    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_start is null, this);
        return new Span<byte>(_start, CapacityBytes);
    }

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elementIndex, CapacityBytes);
        return new MemoryHandle(_start + elementIndex);
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
        // Native memory does not move.
    }

    internal void Free()
    {
        NativeMemory.Free(_start);
        _start = null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // Only the pool frees: a Memory<byte> that is still referenced must not keep the ring's memory.
    }
}
