using System.Runtime.InteropServices;
using System.Text;

namespace Contrail.Storage;

/// <summary>
/// Flushes the entries of a folder to the disk. A rename is atomic, but until the folder is flushed, a power loss can
/// undo it. Safe from any thread.
/// </summary>
internal static class FolderFlush
{
    /// <summary>O_RDONLY with O_CLOEXEC; a folder needs no other access.</summary>
    private const int ReadOnlyCloseOnExec = 0x80000;

    /// <summary>
    /// Flushes the folder that contains a file. Returns false where the system cannot: the file is complete and has its
    /// name, but is not guaranteed to survive a power loss. Never throws.
    /// </summary>
    public static bool TryFlushFolderOf(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        int descriptor = Open(Encoding.UTF8.GetBytes(folder + '\0'), ReadOnlyCloseOnExec);
        if (descriptor < 0)
        {
            return false;
        }

        try
        {
            // Some network file systems do not support it.
            return Flush(descriptor) == 0;
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Flush(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
