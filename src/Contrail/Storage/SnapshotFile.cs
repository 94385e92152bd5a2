using Contrail.Core.Snapshots;
using Microsoft.Win32.SafeHandles;

namespace Contrail.Storage;

/// <summary>Writes a snapshot so that a reader sees the whole trace or none, even if the machine dies.</summary>
public static class SnapshotFile
{
    /// <summary>What is appended to a file's name while it is being written.</summary>
    public const string PartialSuffix = ".partial";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes the file and those beside it, mode 0600. The trace gets its name last.</summary>
    /// <param name="snapshot">What to write.</param>
    /// <param name="path">Its final name; the folder must exist.</param>
    /// <param name="overwrite">Whether files of these names are replaced; otherwise it is an error.</param>
    /// <param name="cancellationToken">Ends the writing; nothing is left then.</param>
    /// <exception cref="IOException">It could not be written; nothing is left.</exception>
    public static async Task WriteAsync(
        Snapshot snapshot, string path, bool overwrite, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentException.ThrowIfNullOrEmpty(path);
        List<(string Path, IReadOnlyList<ReadOnlyMemory<byte>> Parts)> files =
        [
            .. snapshot.Companions.Select(companion => (path + companion.Suffix, companion.Parts)),
            (path, snapshot.Parts),
        ];
        if (!overwrite && files.Find(file => Path.Exists(file.Path)) is { Path: { } taken })
        {
            throw new IOException($"{taken} exists already.");
        }

        try
        {
            foreach ((string target, IReadOnlyList<ReadOnlyMemory<byte>> parts) in files)
            {
                // One of a crashed process, or one planted to be written through: never written into.
                DeleteQuietly(PartialOf(target));
                await WritePartsAsync(parts, PartialOf(target), cancellationToken).ConfigureAwait(false);
            }

            files.ForEach(file => File.Move(PartialOf(file.Path), file.Path, overwrite));
        }
        catch
        {
            files.ForEach(file => DeleteQuietly(PartialOf(file.Path)));
            throw;
        }
    }

    private static string PartialOf(string path) => $"{path}.{Environment.ProcessId}{PartialSuffix}";

    private static async Task WritePartsAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> parts, string partial, CancellationToken cancellationToken)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
            PreallocationSize = parts.Sum(part => (long)part.Length),
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using FileStream stream = new(partial, options);
        SafeFileHandle file = stream.SafeFileHandle;
        await RandomAccess.WriteAsync(file, parts, 0, cancellationToken).ConfigureAwait(false);
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
