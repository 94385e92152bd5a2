using Contrail.Core.Snapshots;
using Microsoft.Win32.SafeHandles;

namespace Contrail.Storage;

/// <summary>Writes a snapshot so that a reader sees the whole trace or none, even if the machine dies.</summary>
public static class SnapshotFile
{
    /// <summary>What is appended to a file's name while it is being written.</summary>
    public const string PartialSuffix = ".partial";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes the file, mode 0600.</summary>
    /// <param name="snapshot">What to write.</param>
    /// <param name="path">Its final name; the folder must exist.</param>
    /// <param name="overwrite">Whether a file of that name is replaced; otherwise it is an error.</param>
    /// <param name="cancellationToken">Ends the writing; nothing is left then.</param>
    /// <exception cref="IOException">It could not be written; nothing is left.</exception>
    public static async Task WriteAsync(
        Snapshot snapshot, string path, bool overwrite, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!overwrite && Path.Exists(path))
        {
            throw new IOException($"{path} exists already.");
        }

        string partial = $"{path}.{Environment.ProcessId}{PartialSuffix}";
        try
        {
            // One of a crashed process, or one planted to be written through: never written into.
            DeleteQuietly(partial);
            await WritePartsAsync(snapshot, partial, cancellationToken).ConfigureAwait(false);
            File.Move(partial, path, overwrite);
        }
        catch
        {
            DeleteQuietly(partial);
            throw;
        }
    }

    private static async Task WritePartsAsync(Snapshot snapshot, string partial, CancellationToken cancellationToken)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
            PreallocationSize = snapshot.SizeBytes,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using FileStream stream = new(partial, options);
        SafeFileHandle file = stream.SafeFileHandle;
        await RandomAccess.WriteAsync(file, snapshot.Parts, 0, cancellationToken).ConfigureAwait(false);
        RandomAccess.FlushToDisk(file);
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
