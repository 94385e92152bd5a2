using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Contrail.Machine.Figures;

/// <summary>
/// Calls of the kernel for small files that are read often. They return −1 if they fail, without an exception: a thread
/// of the process may end at any time.
/// </summary>
internal static class FileCalls
{
    /// <summary>The folder of a relative path that is the current one.</summary>
    public const int CurrentDirectory = -100;

    /// <summary>Reads from the start of a file that was read before.</summary>
    public static nint ReadStart(SafeFileHandle file, Span<byte> target)
    {
        // With 32 bits the C libraries differ in the size of an offset; the runtime has its own library for it.
        return Environment.Is64BitProcess
            ? ReadAt(file, ref target[0], target.Length, 0)
            : ReadStartByRuntime(file, target);
    }

    /// <summary>Opens a path, which ends with a zero, in a folder.</summary>
    [DllImport("libc", EntryPoint = "openat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int OpenAt(int directory, ref byte path, int flags);

    /// <summary>Reads from the position of a file.</summary>
    [DllImport("libc", EntryPoint = "read")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern nint Read(int descriptor, ref byte target, nint count);

    /// <summary>Closes a file.</summary>
    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Close(int descriptor);

    private static nint ReadStartByRuntime(SafeFileHandle file, Span<byte> target)
    {
        try
        {
            return RandomAccess.Read(file, target, 0);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return -1;
        }
    }

    [DllImport("libc", EntryPoint = "pread")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint ReadAt(SafeFileHandle file, ref byte target, nint count, nint offset);
}
