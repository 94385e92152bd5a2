using Contrail.Storage;

namespace Contrail;

/// <summary>A folder of snapshots; made when the first one comes.</summary>
public sealed class DirectorySink : ISnapshotSink
{
    private readonly string _directory;

    /// <param name="directory">The folder.</param>
    public DirectorySink(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        _directory = Path.GetFullPath(directory);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Blocks the calling thread and needs no other. A name that is taken, by another recorder of the same process for
    /// example, gets a number: no file is replaced.
    /// </remarks>
    public Task<string> PutAsync(Snapshot snapshot, string name, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_directory);
        return Task.FromResult(
            SnapshotFile.WriteUnderFreeName(snapshot, Path.Combine(_directory, name), cancellationToken));
    }
}
