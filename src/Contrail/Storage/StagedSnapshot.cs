using System.Text;

namespace Contrail.Storage;

/// <summary>
/// The files of a snapshot, completely written under partial names. From there they take their final names, so a name
/// that is taken costs another attempt and not the snapshot.
/// </summary>
internal sealed class StagedSnapshot : IDisposable
{
    /// <summary>Between two looks at the cancellation token.</summary>
    private const int BatchParts = 256;

    /// <summary>The limit of Linux's file systems.</summary>
    private const int MaxNameBytes = 255;

    private readonly List<(string Partial, string Suffix)> _files = [];

    private StagedSnapshot()
    {
    }

    /// <summary>
    /// Writes the trace and its companions next to <paramref name="path"/>. An optional companion that cannot be
    /// written is left out of the snapshot, and the manifest, which is written after it, reports that.
    /// </summary>
    /// <exception cref="IOException">A file cannot be written; nothing is left.</exception>
    public static StagedSnapshot Write(Snapshot snapshot, string path, CancellationToken cancellationToken)
    {
        StagedSnapshot staged = new();
        try
        {
            staged.Add(path, "", snapshot.Parts, cancellationToken);
            foreach (SnapshotCompanion companion in snapshot.Companions.Where(companion => companion.IsOptional))
            {
                staged.TryAdd(path, companion, snapshot, cancellationToken);
            }

            staged.AddRequired(path, snapshot, cancellationToken);
            return staged;
        }
        catch
        {
            staged.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Gives the files their final names, the trace last; returns false, and changes nothing, if one is taken.
    /// </summary>
    /// <exception cref="IOException">A file cannot be renamed; no file of the snapshot has a final name.</exception>
    public bool TryCommit(string path, bool overwrite)
    {
        if (!TryMove(path, overwrite))
        {
            return false;
        }

        FolderFlush.TryFlushFolderOf(path);
        return true;
    }

    /// <summary>Removes what has no final name yet.</summary>
    public void Dispose() => _files.ForEach(file => AtomicFile.DeleteQuietly(file.Partial));

    private bool TryMove(string path, bool overwrite)
    {
        if (overwrite)
        {
            Replace(path);
            return true;
        }

        // Checked first, so that no companion has its final name for a moment where the trace's is taken.
        return !_files.Any(file => Path.Exists(path + file.Suffix))
            && ExclusiveMove.TryMoveAll([.. _files.Select(file => (file.Partial, path + file.Suffix))]);
    }

    private void Replace(string path)
    {
        List<string> replaced = [];
        bool hadLaneFile = CompanionFiles.HasLaneFile(path);
        try
        {
            foreach ((string partial, string suffix) in _files)
            {
                File.Move(partial, path + suffix, overwrite: true);
                replaced.Add(path + suffix);
            }
        }
        catch
        {
            // A companion without its trace describes nothing.
            replaced.ForEach(AtomicFile.DeleteQuietly);
            throw;
        }

        // The manifest that named it is gone.
        if (hadLaneFile && _files.All(file => file.Suffix != SnapshotCompanion.LanesSuffix))
        {
            AtomicFile.DeleteQuietly(path + SnapshotCompanion.LanesSuffix);
        }
    }

    // The last space of a disk is for what must be there.
    private void AddRequired(string path, Snapshot snapshot, CancellationToken cancellationToken)
    {
        int optionalCount = _files.Count - 1;
        try
        {
            AddEach();
        }
        catch (IOException failure) when (optionalCount > 0)
        {
            List<(string Partial, string Suffix)> others = [.. _files.Where(file => file.Suffix.Length > 0)];
            others.ForEach(file => AtomicFile.DeleteQuietly(file.Partial));
            _files.RemoveAll(file => file.Suffix.Length > 0);
            snapshot.OmitLanes($"there was no space next to their file: {failure.Message}");
            AddEach();
        }

        void AddEach()
        {
            foreach (SnapshotCompanion companion in snapshot.Companions.Where(companion => !companion.IsOptional))
            {
                Add(path, companion.Suffix, companion.Parts, cancellationToken);
            }
        }
    }

    private void TryAdd(
        string path, SnapshotCompanion companion, Snapshot snapshot, CancellationToken cancellationToken)
    {
        // Names of the other files can be shorter.
        if (Encoding.UTF8.GetByteCount(Path.GetFileName(path + companion.Suffix)) > MaxNameBytes)
        {
            snapshot.OmitLanes("the name of their file would be too long");
            return;
        }

        try
        {
            Add(path, companion.Suffix, companion.Parts, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            snapshot.OmitLanes($"their file could not be written: {failure.Message}");
        }
    }

    private void Add(
        string path, string suffix, IReadOnlyList<ReadOnlyMemory<byte>> parts, CancellationToken cancellationToken)
    {
        string? partial = AtomicFile.WritePartial(path + suffix, parts.Sum(part => (long)part.Length), stream =>
        {
            long offset = 0;
            for (int first = 0; first < parts.Count; first += BatchParts)
            {
                cancellationToken.ThrowIfCancellationRequested();
                List<ReadOnlyMemory<byte>> batch = [.. parts.Skip(first).Take(BatchParts)];
                RandomAccess.Write(stream.SafeFileHandle, batch, offset);
                offset += batch.Sum(part => (long)part.Length);
            }

            return true;
        });

        // The trace is written first and gets its name last.
        _files.Insert(0, (partial!, suffix));
    }
}
