using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Contrail.Machine.Perf;

/// <summary>
/// A kernel ring, the memory into which the kernel writes the records of one processor: a page with positions, then the
/// data. Used by one thread. Records are copied before they are decoded, so that the kernel has the space again, and so
/// that what is decoded cannot change meanwhile.
/// </summary>
internal sealed class PerfRing : IDisposable
{
    /// <summary>
    /// Holds the deepest call chains of a second at 199 Hz. It is within <c>perf_event_mlock_kb</c>, 516 KiB for each
    /// processor by default.
    /// </summary>
    public const int MaxDataBytes = 256 << 10;

    /// <summary>
    /// Holds some hundred samples with a part of the stack. A user without <c>CAP_IPC_LOCK</c> gets less of it.
    /// </summary>
    public const int MaxStackDataBytes = 4 << 20;

    // Positions in struct perf_event_mmap_page, which reserves its first KiB.
    private const int HeadOffset = 1024;
    private const int TailOffset = 1032;

    private readonly nint _mapped;
    private readonly int _dataBytes;
    private readonly int _pageBytes = Environment.SystemPageSize;
    private ulong _tail;
    private bool _isDisposed;

    /// <summary>Reads a mapping.</summary>
    /// <param name="mapped">A page with positions, then the data.</param>
    /// <param name="dataBytes">The size of the data, a power of two, at least a page.</param>
    public PerfRing(nint mapped, int dataBytes)
    {
        _mapped = mapped;
        _dataBytes = dataBytes;
    }

    /// <summary>Maps the ring of an event, or a smaller one; null if the kernel refuses all.</summary>
    /// <param name="opened">The event.</param>
    /// <param name="maxDataBytes">The requested size: a power of two, at most <see cref="MaxStackDataBytes"/>.</param>
    /// <param name="errno">Why it was refused.</param>
    public static PerfRing? TryMap(SafeFileHandle opened, int maxDataBytes, out int errno)
    {
        Debug.Assert(maxDataBytes <= MaxStackDataBytes, "the buffers of the callers are that large");
        errno = 0;
        int page = Environment.SystemPageSize;
        for (int bytes = Math.Max(maxDataBytes, page); bytes >= page; bytes /= 2)
        {
            nint mapped = PerfNative.Map(opened, page + bytes);
            if (mapped != 0)
            {
                return new PerfRing(mapped, bytes);
            }

            errno = Marshal.GetLastPInvokeError();
            if (errno is not (PerfNative.NotPermitted or PerfNative.NoMemory))
            {
                break;
            }
        }

        return null;
    }

    /// <summary>
    /// Copies the records that the kernel has completed, and releases their space. False if the kernel's position is
    /// impossible: what is in the ring is then skipped.
    /// </summary>
    /// <param name="buffer">Where to copy to, as long as the data of the ring.</param>
    /// <param name="records">The copy; empty if there are no new records.</param>
    public bool TryTake(byte[] buffer, out ReadOnlySpan<byte> records)
    {
        ulong head = unchecked((ulong)Marshal.ReadInt64(_mapped, HeadOffset));

        // The kernel writes the data, then the head: read in the other order.
        Interlocked.MemoryBarrier();
        ulong available = unchecked(head - _tail);
        bool isPossible = available <= (ulong)Math.Min(_dataBytes, buffer.Length);
        int bytes = isPossible ? (int)available : 0;
        int start = (int)(_tail & ((ulong)_dataBytes - 1));
        int upToEnd = Math.Min(bytes, _dataBytes - start);
        nint data = _mapped + _pageBytes;
        Marshal.Copy(data + start, buffer, 0, upToEnd);
        Marshal.Copy(data, buffer, upToEnd, bytes - upToEnd);

        // The kernel overwrites what is before the tail: finish the copy first.
        Interlocked.MemoryBarrier();
        _tail = head;
        Marshal.WriteInt64(_mapped, TailOffset, unchecked((long)head));
        records = buffer.AsSpan(0, bytes);
        return isPossible;
    }

    /// <summary>Removes the mapping.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            PerfNative.Unmap(_mapped, _pageBytes + _dataBytes);
        }
    }
}
