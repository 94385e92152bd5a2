using Contrail.Core.Snapshots;

namespace Contrail.Storage;

/// <summary>Writes a snapshot so that a reader sees the whole trace or none, even if the machine dies.</summary>
public static class SnapshotFile
{
    /// <summary>What is appended to a file's name while it is being written.</summary>
    public const string PartialSuffix = WholeFile.PartialSuffix;

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
        List<(string Path, IReadOnlyList<ReadOnlyMemory<byte>> Parts)> files =
        [
            .. snapshot.Companions.Select(companion => (path + companion.Suffix, companion.Parts)),
            (path, snapshot.Parts),
        ];
        List<string> written = [];
        try
        {
            foreach ((string target, IReadOnlyList<ReadOnlyMemory<byte>> parts) in files)
            {
                await WriteAsync(parts, target, overwrite, cancellationToken).ConfigureAwait(false);
                written.Add(target);
            }
        }
        catch when (!overwrite)
        {
            // Beside no trace they would be of nothing. What took the place of an older file stays there.
            written.ForEach(File.Delete);
            throw;
        }
    }

    private static async Task WriteAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> parts, string path, bool overwrite, CancellationToken cancellationToken)
    {
        long sizeBytes = parts.Sum(part => (long)part.Length);
        await WholeFile.WriteAsync(path, overwrite, sizeBytes, WritePartsAsync).ConfigureAwait(false);

        async Task<bool> WritePartsAsync(FileStream stream)
        {
            await RandomAccess.WriteAsync(stream.SafeFileHandle, parts, 0, cancellationToken).ConfigureAwait(false);
            return true;
        }
    }
}
