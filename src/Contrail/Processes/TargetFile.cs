using Microsoft.Win32.SafeHandles;

namespace Contrail.Processes;

/// <summary>
/// Reads a file of a process, as the process sees the path. The process controls the file, so the kernel resolves the
/// path inside the root directory of the process, only a regular file is opened, and its size is limited.
/// </summary>
internal static class TargetFile
{
    /// <summary>The content; null for what is no regular file of at most that size, or cannot be read.</summary>
    /// <param name="root">The root directory of the process, such as <c>/proc/12/root</c>.</param>
    /// <param name="path">The path in it.</param>
    /// <param name="maxBytes">The maximum size.</param>
    public static byte[]? Read(string root, string path, int maxBytes)
    {
        try
        {
            using SafeFileHandle? file = Open(root, path);
            return file is null ? null : Read(file, maxBytes);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Opens the file; null for what is no regular file, or cannot be read.</summary>
    /// <param name="root">The root directory of the process, such as <c>/proc/12/root</c>.</param>
    /// <param name="path">The path in it.</param>
    public static SafeFileHandle? Open(string root, string path)
    {
        try
        {
            using SafeFileHandle directory = OpenAt2.Open(root, OpenAt2.PathOnly);
            using SafeFileHandle place = directory.IsInvalid ? directory
                : OpenAt2.Open(
                    directory, path, OpenAt2.PathOnly | OpenAt2.NoFollow, OpenAt2.NoMagicLinks | OpenAt2.InRoot);

            // Not even opened: a pipe would wait for a writer, and a device could do anything.
            if (place.IsInvalid || SocketFile.Of(place) is not { Kind: SocketFileKind.Regular })
            {
                return null;
            }

            // With a lease on the file, an open that blocks would wait for its holder.
            SafeFileHandle file = OpenAt2.Reopen(place);
            if (!file.IsInvalid)
            {
                return file;
            }

            file.Dispose();
            return null;
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
}
