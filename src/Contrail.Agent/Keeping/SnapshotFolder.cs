using Contrail.Processes;
using Contrail.Storage;

namespace Contrail.Agent.Keeping;

/// <summary>
/// The files of snapshots in a folder. Only regular files of this user are deleted, and a trace only if it has the size
/// that the index contains. Thread-safe.
/// </summary>
/// <param name="path">The folder.</param>
/// <param name="ownUid">The user of this process; null if unknown, and nothing is deleted then.</param>
internal sealed class SnapshotFolder(string path, uint? ownUid)
{
    /// <summary>The path.</summary>
    public string FullPath { get; } = path;

    /// <summary>The user of this process; null if unknown.</summary>
    public uint? OwnUid { get; } = ownUid;

    /// <summary>Whether the trace of a snapshot is still the one that was written.</summary>
    public bool Has(KeptSnapshot snapshot) =>
        SocketFile.Of(Path.Combine(FullPath, snapshot.File)) is { } file
        && IsOwn(file) && file.SizeBytes == snapshot.Bytes;

    /// <summary>The sizes of a trace and of its companions; null if there is no such trace.</summary>
    public (long Trace, long Companions)? SizesOf(string name)
    {
        string trace = Path.Combine(FullPath, name);
        return SocketFile.Of(trace) is { } file && IsOwn(file)
            ? (file.SizeBytes, CompanionFiles.Of(trace).Sum(one => SocketFile.Of(one)?.SizeBytes ?? 0))
            : null;
    }

    /// <summary>
    /// Deletes a snapshot: its trace last, so that it is tried again if a companion cannot be deleted. Companions that
    /// are links or files of another user remain.
    /// </summary>
    /// <exception cref="IOException">A file cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">No permission.</exception>
    public void Delete(KeptSnapshot snapshot)
    {
        string trace = Path.Combine(FullPath, snapshot.File);
        foreach (string companion in CompanionFiles.Of(trace))
        {
            if (SocketFile.Of(companion) is { } file && IsOwn(file))
            {
                File.Delete(companion);
            }
        }

        // Checked again: a companion can take long to delete.
        if (Has(snapshot))
        {
            File.Delete(trace);
        }
    }

    private bool IsOwn(SocketFile file) =>
        file.Kind == SocketFileKind.Regular && file.OwnerUid is { } owner && owner == OwnUid;
}
