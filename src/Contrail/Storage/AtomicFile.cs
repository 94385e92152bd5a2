using System.Globalization;

namespace Contrail.Storage;

/// <summary>
/// Writes a file so that a reader sees the complete file or none, even after a power loss. When a call returns, the
/// file survives a power loss if the file system can flush a folder. Mode 0600. Every call blocks on the calling thread
/// and needs no other: a starved thread pool does not stop it.
/// </summary>
internal static class AtomicFile
{
    /// <summary>The end of a file's name while the file is being written.</summary>
    public const string PartialSuffix = ".partial";

    /// <summary>ENOSPC.</summary>
    private const int NoSpace = 28;

    /// <summary>EDQUOT.</summary>
    private const int QuotaExceeded = 122;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Room for the suffix within the 255 bytes that file systems allow for a name.</summary>
    private const int MaxNameCharacters = 60;

    /// <summary>Writes the file. Nothing is left if that fails, or if the content is not to be kept.</summary>
    /// <param name="path">Its final name; the folder must exist.</param>
    /// <param name="overwrite">Whether a file of that name is replaced; otherwise it is an error.</param>
    /// <param name="sizeBytes">Its size; 0 if unknown.</param>
    /// <param name="write">Writes the content, and returns whether to keep it.</param>
    /// <exception cref="IOException">The file cannot be written, or one of that name exists.</exception>
    public static void Write(string path, bool overwrite, long sizeBytes, Func<FileStream, bool> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        if (!overwrite && Path.Exists(path))
        {
            throw Taken(path);
        }

        if (WritePartial(path, sizeBytes, write) is not { } partial)
        {
            return;
        }

        try
        {
            Commit(partial, path, overwrite);
            FolderFlush.TryFlushFolderOf(path);
        }
        finally
        {
            // After the move there is none.
            DeleteQuietly(partial);
        }
    }

    /// <summary>
    /// A name next to <paramref name="path"/> that no other writer has: processes of several containers share a volume
    /// and have the same process id, so a random part distinguishes them.
    /// </summary>
    internal static string PartialOf(string path)
    {
        string name = Path.GetFileName(path);
        string start = name.Length > MaxNameCharacters ? name[..MaxNameCharacters] : name;
        return Path.Combine(Path.GetDirectoryName(path) ?? "", $"{start}.{Guid.NewGuid():N}{PartialSuffix}");
    }

    /// <summary>
    /// Writes under a partial name next to <paramref name="path"/> and flushes to the disk; returns that name, or null
    /// if the content is not to be kept. Nothing is left then, and after a failure.
    /// </summary>
    internal static string? WritePartial(string path, long sizeBytes, Func<FileStream, bool> write)
    {
        string partial = PartialOf(path);
        try
        {
            return WriteNew(partial, sizeBytes, write) ? partial : null;
        }
        catch (IOException failure) when (IsDiskFull(failure))
        {
            // The framework names the partial file, which is gone, and not every one of its messages has a code.
            string needed = sizeBytes > 0
                ? string.Create(CultureInfo.InvariantCulture, $"; the file needs {sizeBytes:N0} bytes")
                : "";
            throw new IOException($"Cannot write {path}: no space is left on the disk{needed}.", failure)
            {
                HResult = NoSpace,
            };
        }
    }

    /// <summary>Whether a write failed because the disk or the quota is full.</summary>
    internal static bool IsDiskFull(Exception failure) =>
        failure is IOException && (failure.HResult is NoSpace or QuotaExceeded
            || failure.Message.Contains("because the disk was full", StringComparison.Ordinal));

    /// <summary>
    /// Writes a file that must not exist: one of that name belongs to another writer, who may live, and is left alone.
    /// </summary>
    internal static bool WriteNew(string partial, long sizeBytes, Func<FileStream, bool> write)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
            PreallocationSize = sizeBytes,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using FileStream stream = new(partial, options);
        bool kept = false;
        try
        {
            kept = write(stream);
            if (kept)
            {
                RandomAccess.FlushToDisk(stream.SafeFileHandle);
            }

            return kept;
        }
        catch
        {
            kept = false;
            throw;
        }
        finally
        {
            if (!kept)
            {
                DeleteQuietly(partial);
            }
        }
    }

    private static void Commit(string partial, string path, bool overwrite)
    {
        if (overwrite)
        {
            File.Move(partial, path, overwrite);
        }
        else if (!ExclusiveMove.TryMove(partial, path))
        {
            // Another process took the name since the check.
            throw Taken(path);
        }
    }

    private static IOException Taken(string path) => new($"{path} exists already.");

    /// <summary>Removes a file; a failure is not reported, because an earlier one matters more.</summary>
    internal static void DeleteQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to report.
        }
    }
}
