using System.Runtime.InteropServices;
using System.Text;

namespace Contrail.Storage;

/// <summary>
/// Renames files without ever replacing one: a check before rename(2) leaves a moment in which another process can
/// create the name, and its file would be lost.
/// </summary>
internal static class ExclusiveMove
{
    private const int CurrentDirectory = -100;
    private const uint NoReplace = 1;

    /// <summary>EEXIST.</summary>
    private const int Exists = 17;

    /// <summary>Renames a file; returns false, and changes nothing, if the new name is taken.</summary>
    /// <exception cref="IOException">The file cannot be renamed.</exception>
    public static bool TryMove(string from, string to)
    {
        if (!OperatingSystem.IsWindows() && (TryRename(from, to) ?? TryLink(from, to)) is { } moved)
        {
            return moved;
        }

        // A file system without both, or a failure, for which this throws what a caller understands.
        if (Path.Exists(to))
        {
            return false;
        }

        File.Move(from, to, overwrite: false);
        return true;
    }

    /// <summary>Renames all files, in order, or none; returns false if one of the new names is taken.</summary>
    /// <exception cref="IOException">A file cannot be renamed; none has its new name.</exception>
    public static bool TryMoveAll(IReadOnlyList<(string From, string To)> moves)
    {
        int movedCount = 0;
        try
        {
            while (movedCount < moves.Count && TryMove(moves[movedCount].From, moves[movedCount].To))
            {
                movedCount++;
            }
        }
        catch
        {
            Undo(moves.Take(movedCount));
            throw;
        }

        if (movedCount < moves.Count)
        {
            Undo(moves.Take(movedCount));
        }

        return movedCount == moves.Count;
    }

    /// <summary>Renames in one step; null where the kernel or the file system cannot.</summary>
    internal static bool? TryRename(string from, string to)
    {
        try
        {
            return Outcome(Rename(CurrentDirectory, Native(from), CurrentDirectory, Native(to), NoReplace));
        }
        catch (EntryPointNotFoundException)
        {
            // A C library that is older than the system call.
            return null;
        }
    }

    /// <summary>Gives the file a second name, then removes the first; null where there are no hard links.</summary>
    internal static bool? TryLink(string from, string to)
    {
        bool? linked = Outcome(Link(Native(from), Native(to)));
        if (linked == true)
        {
            // The file has its new name; the old one in addition to it does no harm.
            AtomicFile.DeleteQuietly(from);
        }

        return linked;
    }

    private static bool? Outcome(int result) =>
        result == 0 ? true : Marshal.GetLastPInvokeError() == Exists ? false : null;

    private static void Undo(IEnumerable<(string From, string To)> moves)
    {
        foreach ((string from, string to) in moves)
        {
            try
            {
                TryMove(to, from);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // The first failure is the one to report.
            }
        }
    }

    private static byte[] Native(string path) => Encoding.UTF8.GetBytes(path + '\0');

    [DllImport("libc", EntryPoint = "renameat2", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Rename(int fromDirectory, byte[] from, int toDirectory, byte[] to, uint flags);

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(byte[] from, byte[] to);
}
