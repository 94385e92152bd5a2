
namespace Contrail;

/// <summary>Where snapshots go.</summary>
public interface ISnapshotSink
{
    /// <summary>Puts a snapshot there under a name, and says where it is now.</summary>
    /// <remarks>
    /// If it cannot be put there, throw: the recorder counts and reports it, and goes on. Nothing half-written may be
    /// left under the name. The recorder calls one at a time.
    /// </remarks>
    Task<string> PutAsync(Snapshot snapshot, string name, CancellationToken cancellationToken);
}
