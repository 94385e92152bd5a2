
namespace Contrail;

/// <summary>
/// Stores snapshots of a <see cref="FlightRecorder"/>. A recorder makes one call at a time, on any thread; a sink that
/// several recorders share must be thread-safe.
/// </summary>
/// <example>
/// <code>
/// FlightRecorderOptions withSink = new() { Sink = new FolderOfTheDay() };
///
/// sealed class FolderOfTheDay : ISnapshotSink
/// {
///     public Task&lt;string&gt; PutAsync(Snapshot snapshot, string name, CancellationToken cancellationToken) =>
///         new DirectorySink($"traces/{DateTime.UtcNow:yyyy-MM-dd}").PutAsync(snapshot, name, cancellationToken);
/// }
/// </code>
/// </example>
public interface ISnapshotSink
{
    /// <summary>Stores a snapshot and returns its location.</summary>
    /// <remarks>
    /// Throw if the snapshot cannot be stored: the recorder counts and reports the failure, and continues. Do not leave
    /// an incomplete file under the name. The recorder makes one call at a time.
    /// </remarks>
    /// <param name="snapshot">The snapshot; valid until the returned task completes.</param>
    /// <param name="name">A file name for it, with its extension.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    Task<string> PutAsync(Snapshot snapshot, string name, CancellationToken cancellationToken);
}
