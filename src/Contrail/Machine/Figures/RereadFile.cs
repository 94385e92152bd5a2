using Microsoft.Win32.SafeHandles;

namespace Contrail.Machine.Figures;

/// <summary>
/// A file of the kernel that is opened once and read from its start each time: the kernel makes its text at each
/// reading. Not thread-safe.
/// </summary>
/// <param name="handle">The opened file, which this closes.</param>
internal sealed class RereadFile(SafeFileHandle handle) : IDisposable
{
    /// <summary>
    /// Reads the start of the file, and returns the number of bytes: 0 if that fails. A failure is final, because the
    /// process or the group has ended, or the kernel does not permit or support it: the file is closed.
    /// </summary>
    public int Read(Span<byte> target)
    {
        if (handle.IsClosed)
        {
            return 0;
        }

        nint count = FileCalls.ReadStart(handle, target);
        if (count < 0)
        {
            handle.Dispose();
        }

        return (int)Math.Max(0, count);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => handle.Dispose();
}
