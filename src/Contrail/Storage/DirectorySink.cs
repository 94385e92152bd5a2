using Contrail.Storage;

namespace Contrail;

/// <summary>Stores snapshots in a folder, which is created with the first one. All members are thread-safe.</summary>
/// <example>
/// <code>
/// FlightRecorderOptions options = new() { Sink = new DirectorySink("/var/tmp/traces") };
/// </code>
/// </example>
public sealed class DirectorySink : ISnapshotSink
{
    private readonly string _directory;

    /// <summary>Creates a sink for a folder.</summary>
    /// <param name="directory">The path of the folder; it need not exist.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public DirectorySink(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        _directory = Path.GetFullPath(directory);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Writes on the calling thread, without the thread pool. If the name exists, for example from another recorder of
    /// the same process, a number is appended: no file is replaced.
    /// </remarks>
    public Task<string> PutAsync(Snapshot snapshot, string name, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_directory);
        return Task.FromResult(
            SnapshotFile.WriteUnderFreeName(snapshot, Path.Combine(_directory, name), cancellationToken));
    }
}
