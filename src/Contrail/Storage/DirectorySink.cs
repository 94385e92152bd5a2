using Contrail.Core.Snapshots;

namespace Contrail.Storage;

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
    public async Task<string> PutAsync(Snapshot snapshot, string name, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_directory);
        string path = Path.Combine(_directory, name);
        await SnapshotFile.WriteAsync(snapshot, path, overwrite: false, cancellationToken).ConfigureAwait(false);
        return path;
    }
}
