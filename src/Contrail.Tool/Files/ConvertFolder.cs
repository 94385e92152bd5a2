using System.Data.Common;
using Contrail.Storage;

namespace Contrail.Tool.Files;

/// <summary>
/// Makes a file or a folder that a library writes by its path: under a partial name, so that it appears when it is
/// complete. Only its owner can read it.
/// </summary>
internal static class ConvertFolder
{
    /// <summary>Why a folder that exists cannot be replaced; null if it can.</summary>
    /// <param name="target">The path, where something is.</param>
    /// <param name="names">The names that files of such a folder have.</param>
    /// <param name="force">Whether it is to be replaced.</param>
    public static string? WhyNot(string target, IReadOnlyCollection<string> names, bool force)
    {
        if (!force)
        {
            return "it already exists; choose another path, or overwrite it with --force";
        }

        bool isOwn = Directory.Exists(target) && new DirectoryInfo(target).LinkTarget is null
            && Directory.EnumerateFileSystemEntries(target).All(
                entry => names.Contains(Path.GetFileName(entry)) && File.Exists(entry));
        return isOwn ? null : "only a folder with nothing but such tables is replaced; choose another path";
    }

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

            return Move(written, target, force, Path.Combine(folder.FullName, "replaced"));
        }
        catch (DbException failure)
        {
            throw UnwritableOutput.Of(target, failure);
        }
        catch (Exception failure) when (UnwritableOutput.Is(failure))
        {
            throw UnwritableOutput.Of(target, failure);
        }
        catch (TypeInitializationException failure) when (failure.GetBaseException() is DllNotFoundException)
        {
            throw new IOException(
                "A library of this format is missing next to the program: install contrail with dotnet tool install.",
                failure);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static long Move(string written, string target, bool force, string replaced)
    {
        if (Directory.Exists(written))
        {
            long size = new DirectoryInfo(written).EnumerateFiles().Sum(file => file.Length);
            new DirectoryInfo(written).EnumerateFiles().ToList().ForEach(OnlyForOwner);
            OnlyForOwner(new DirectoryInfo(written));
            if (force && Directory.Exists(target))
            {
                Directory.Move(target, replaced);
            }

            Directory.Move(written, target);
            FolderFlush.TryFlushFolderOf(target);
            return size;
        }

        FileInfo file = new(written);
        OnlyForOwner(file);
        long bytes = file.Length;
        file.MoveTo(target, force);
        FolderFlush.TryFlushFolderOf(target);
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
