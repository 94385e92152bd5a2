using Contrail.Storage;

namespace Contrail.Tool.Files;

/// <summary>
/// Makes a file or a folder that a library writes by its path: under a partial name, so that it appears when it is
/// complete. Only its owner can read it.
/// </summary>
internal static class ConvertFolder
{
    /// <summary>Makes it; returns its size in bytes, or null if it is not kept.</summary>
    /// <param name="target">Its final path.</param>
    /// <param name="force">Whether an existing file or folder is replaced.</param>
    /// <param name="write">Writes at the path, and returns whether to keep it.</param>
    public static long? Write(string target, bool force, Func<string, bool> write)
    {
        string holder = AtomicFile.PartialOf(target);
        DirectoryInfo folder = OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(holder)
            : Directory.CreateDirectory(
                holder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            string written = Path.Combine(folder.FullName, "content");
            if (!write(written))
            {
                return null;
            }

            return Move(written, target, force);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static long Move(string written, string target, bool force)
    {
        if (Directory.Exists(written))
        {
            long size = new DirectoryInfo(written).EnumerateFiles().Sum(file => file.Length);
            new DirectoryInfo(written).EnumerateFiles().ToList().ForEach(OnlyForOwner);
            OnlyForOwner(new DirectoryInfo(written));
            if (force && Directory.Exists(target))
            {
                Directory.Delete(target, recursive: true);
            }

            Directory.Move(written, target);
            return size;
        }

        FileInfo file = new(written);
        OnlyForOwner(file);
        long bytes = file.Length;
        file.MoveTo(target, force);
        return bytes;
    }

    private static void OnlyForOwner(FileSystemInfo one)
    {
        if (!OperatingSystem.IsWindows())
        {
            one.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite
                | (one is DirectoryInfo ? UnixFileMode.UserExecute : UnixFileMode.None);
        }
    }
}
