namespace Contrail.Storage;

/// <summary>Writes a file so that a reader sees it whole or not at all, even if the machine dies. Mode 0600.</summary>
public static class WholeFile
{
    /// <summary>What is appended to a file's name while it is being written.</summary>
    public const string PartialSuffix = ".partial";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes it; nothing is left if that fails, or is given up.</summary>
    /// <param name="path">Its final name; the folder must exist.</param>
    /// <param name="overwrite">Whether a file of that name is replaced; otherwise it is an error.</param>
    /// <param name="sizeBytes">How large it will be; 0 if that is not known.</param>
    /// <param name="write">Writes it, and says whether it is to be kept.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public static async Task WriteAsync(
        string path, bool overwrite, long sizeBytes, Func<FileStream, Task<bool>> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        if (!overwrite && Path.Exists(path))
        {
            throw new IOException($"{path} exists already.");
        }

        string partial = $"{path}.{Environment.ProcessId}{PartialSuffix}";
        try
        {
            // One of a crashed process, or one planted to be written through: never written into.
            DeleteQuietly(partial);
            if (await WritePartialAsync(partial, sizeBytes, write).ConfigureAwait(false))
            {
                File.Move(partial, path, overwrite);
            }
            else
            {
                DeleteQuietly(partial);
            }
        }
        catch
        {
            DeleteQuietly(partial);
            throw;
        }
    }

    private static async Task<bool> WritePartialAsync(
        string partial, long sizeBytes, Func<FileStream, Task<bool>> write)
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
        bool kept = await write(stream).ConfigureAwait(false);
        if (kept)
        {
            RandomAccess.FlushToDisk(stream.SafeFileHandle);
        }

        return kept;
    }

    private static void DeleteQuietly(string partial)
    {
        try
        {
            File.Delete(partial);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to tell.
        }
    }
}
