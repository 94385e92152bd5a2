using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Contrail.Processes;

/// <summary>
/// Reads a file of a process, as the process sees the path. The process controls the file, so the kernel resolves the
/// path inside the root directory of the process, only a regular file is opened, and its size is limited.
/// </summary>
internal static class TargetFile
{
    private const int CurrentDirectory = -100;

    // The number of openat2 is the same on every architecture. It exists since Linux 5.6.
    private const nint OpenAt2 = 437;

    private const ulong NonBlocking = 0x800;
    private const ulong CloseOnExecute = 0x8_0000;
    private const ulong PathOnly = 0x20_0000;
    private const ulong NoMagicLinks = 0x2;
    private const ulong InRoot = 0x10;

    private static ulong NoFollow => RuntimeInformation.ProcessArchitecture
        is Architecture.Arm or Architecture.Arm64 or Architecture.Ppc64le ? 0x8000ul : 0x2_0000ul;

    /// <summary>The content; null for what is no regular file of at most that size, or cannot be read.</summary>
    /// <param name="root">The root directory of the process, such as <c>/proc/12/root</c>.</param>
    /// <param name="path">The path in it.</param>
    /// <param name="maxBytes">The maximum size.</param>
    public static byte[]? Read(string root, string path, int maxBytes)
    {
        try
        {
            using SafeFileHandle directory = Open(CurrentDirectory, root, PathOnly, 0);
            using SafeFileHandle place = directory.IsInvalid ? directory
                : Open((int)directory.DangerousGetHandle(), path, PathOnly | NoFollow, NoMagicLinks | InRoot);

            // Not even opened: a pipe would wait for a writer, and a device could do anything.
            if (place.IsInvalid || SocketFile.Of(place) is not { Kind: SocketFileKind.Regular })
            {
                return null;
            }

            // With a lease on the file, an open that blocks would wait for its holder.
            string opened = $"/proc/self/fd/{place.DangerousGetHandle()}";
            using SafeFileHandle file = Open(CurrentDirectory, opened, NonBlocking, 0);
            return file.IsInvalid ? null : Read(file, maxBytes);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException
            or EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

    private static byte[]? Read(SafeFileHandle file, int maxBytes)
    {
        long length = RandomAccess.GetLength(file);
        if (length > maxBytes)
        {
            return null;
        }

        byte[] bytes = new byte[length];
        int readBytes = 0;
        while (readBytes < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(readBytes), readBytes) is var more
            && more > 0)
        {
            readBytes += more;
        }

        return bytes[..readBytes];
    }

    private static SafeFileHandle Open(int directory, string path, ulong flags, ulong resolve)
    {
        ulong[] how = [flags | CloseOnExecute, 0, resolve];
        nint opened = SystemCall(
            OpenAt2, directory, Encoding.UTF8.GetBytes(path + '\0'), how, how.Length * sizeof(ulong));
        return new SafeFileHandle(opened, ownsHandle: true);
    }

    [DllImport("libc", EntryPoint = "syscall")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SystemCall(nint number, nint directory, byte[] path, ulong[] how, nint howBytes);
}
