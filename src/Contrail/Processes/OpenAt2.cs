using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Contrail.Processes;

/// <summary>
/// The system call <c>openat2</c>, with which the kernel resolves a path inside a folder. A failed call returns an
/// invalid handle, and <see cref="Marshal.GetLastPInvokeError"/> is the reason.
/// </summary>
/// <exception cref="EntryPointNotFoundException">The C library has no <c>syscall</c>; of all members.</exception>
internal static class OpenAt2
{
    /// <summary>The handle is a place only: neither a pipe nor a device is opened.</summary>
    public const ulong PathOnly = 0x20_0000;

    /// <summary>No link of <c>/proc</c> is followed.</summary>
    public const ulong NoMagicLinks = 0x2;

    /// <summary>A path that leads out of the folder is an error, also through symbolic links.</summary>
    public const ulong Beneath = 0x8;

    /// <summary>The folder is the root directory of the path.</summary>
    public const ulong InRoot = 0x10;

    private const int CurrentDirectory = -100;

    // The number of openat2 is the same on every architecture. It exists since Linux 5.6.
    private const nint Number = 437;

    private const ulong NonBlocking = 0x800;
    private const ulong CloseOnExecute = 0x8_0000;

    /// <summary>A symbolic link at the end of the path is not followed.</summary>
    public static ulong NoFollow => RuntimeInformation.ProcessArchitecture
        is Architecture.Arm or Architecture.Arm64 or Architecture.Ppc64le ? 0x8000ul : 0x2_0000ul;

    /// <summary>Opens a path that is trusted.</summary>
    public static SafeFileHandle Open(string path, ulong flags) => Open(CurrentDirectory, path, flags, 0);

    /// <summary>Opens a path in a folder.</summary>
    public static SafeFileHandle Open(SafeFileHandle folder, string path, ulong flags, ulong resolve) =>
        Open((int)folder.DangerousGetHandle(), path, flags, resolve);

    /// <summary>Opens the content of a place for reading.</summary>
    public static SafeFileHandle Reopen(SafeFileHandle place) =>
        Open($"/proc/self/fd/{place.DangerousGetHandle()}", NonBlocking);

    private static SafeFileHandle Open(int directory, string path, ulong flags, ulong resolve)
    {
        ulong[] how = [flags | CloseOnExecute, 0, resolve];
        nint opened = SystemCall(
            Number, directory, Encoding.UTF8.GetBytes(path + '\0'), how, how.Length * sizeof(ulong));
        return new SafeFileHandle(opened, ownsHandle: true);
    }

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SystemCall(nint number, nint directory, byte[] path, ulong[] how, nint howBytes);
}
