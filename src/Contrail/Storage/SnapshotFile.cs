using Contrail.Core.Snapshots;

namespace Contrail.Storage;

/// <summary>Writes a snapshot so that a reader sees the whole trace or none, even if the machine dies.</summary>
public static class SnapshotFile
{
    /// <summary>What is appended to a file's name while it is being written.</summary>
    public const string PartialSuffix = WholeFile.PartialSuffix;

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
        await WholeFile.WriteAsync(path, overwrite, snapshot.SizeBytes, WritePartsAsync).ConfigureAwait(false);

        async Task<bool> WritePartsAsync(FileStream stream)
        {
            await RandomAccess.WriteAsync(stream.SafeFileHandle, snapshot.Parts, 0, cancellationToken)
                .ConfigureAwait(false);
            return true;
        }
    }
}
