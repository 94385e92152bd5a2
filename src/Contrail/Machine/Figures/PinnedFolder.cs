using System.Text;
using Contrail.Processes;
using Microsoft.Win32.SafeHandles;

namespace Contrail.Machine.Figures;

/// <summary>
/// An opened folder of the kernel's file systems. The folder of a process remains that of the process: after its end
/// nothing can be opened in it, also when another process has its number. Not thread-safe.
/// </summary>
internal sealed class PinnedFolder : IDisposable
{
    private const int CloseOnExecute = 0x8_0000;

    private readonly SafeFileHandle _handle;

    private PinnedFolder(SafeFileHandle handle)
    {
        _handle = handle;
    }

    /// <summary>A path to the folder that is valid until it is closed.</summary>
    public string Path => $"/proc/self/fd/{_handle.DangerousGetHandle()}";

    /// <summary>Opens a folder; null if that fails.</summary>
    public static PinnedFolder? Open(string path)
    {
        const int Flags = (int)OpenAt2.PathOnly | CloseOnExecute;
        int opened = FileCalls.OpenAt(FileCalls.CurrentDirectory, ref Terminated(path)[0], Flags);
        return opened < 0 ? null : new PinnedFolder(new SafeFileHandle(opened, ownsHandle: true));
    }

    /// <summary>Opens a file of the folder to be read again and again; null if that fails.</summary>
    public RereadFile? OpenFile(string name) => OpenFile(Terminated(name));

    /// <summary>The same for a name in UTF-8 that ends with a zero.</summary>
    public RereadFile? OpenFile(Span<byte> terminatedName)
    {
        int opened = FileCalls.OpenAt((int)_handle.DangerousGetHandle(), ref terminatedName[0], ReadFlags);
        return opened < 0 ? null : new RereadFile(new SafeFileHandle(opened, ownsHandle: true));
    }

    /// <summary>Reads the start of a file once, and returns the number of bytes: 0 if that fails.</summary>
    /// <remarks>Three calls of the kernel and no object: a process can have thousands of threads.</remarks>
    /// <param name="terminatedName">The name in UTF-8, which ends with a zero.</param>
    /// <param name="target">Where the bytes are written.</param>
    public int ReadOnce(Span<byte> terminatedName, Span<byte> target)
    {
        int opened = FileCalls.OpenAt((int)_handle.DangerousGetHandle(), ref terminatedName[0], ReadFlags);
        if (opened < 0)
        {
            return 0;
        }

        nint count = FileCalls.Read(opened, ref target[0], target.Length);
        _ = FileCalls.Close(opened);
        return (int)Math.Max(0, count);
    }

    /// <summary>Closes the folder; what was opened in it remains open.</summary>
    public void Dispose() => _handle.Dispose();

    // A link is not followed: the kernel's files are none.
    private static int ReadFlags => (int)OpenAt2.NoFollow | CloseOnExecute;

    private static byte[] Terminated(string path) => Encoding.UTF8.GetBytes(path + '\0');
}
