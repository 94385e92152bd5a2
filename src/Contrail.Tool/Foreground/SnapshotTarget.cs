using Contrail.Storage;
using Contrail.Tool.Files;

namespace Contrail.Tool.Foreground;

/// <summary>
/// Stores snapshots according to <c>-o</c>: a folder receives all; a file contains the last one, and an earlier one of
/// the same recording is renamed, with its time before the extension.
/// </summary>
internal sealed class SnapshotTarget : ISnapshotSink
{
    private readonly string _path;
    private readonly DirectorySink? _folder;
    private bool _mayOverwrite;
    private WrittenSnapshot? _last;
    private string? _movedName;

    private SnapshotTarget(string path, DirectorySink? folder, bool mayOverwrite, string? refusal)
    {
        _path = path;
        _folder = folder;
        _mayOverwrite = mayOverwrite;
        Refusal = refusal;
    }

    /// <summary>Why snapshots cannot be written; null if they can.</summary>
    public string? Refusal { get; }

    /// <summary>Returns whether the path is an existing folder or ends with a separator.</summary>
    public static bool IsFolder(string output) =>
        Path.EndsInDirectorySeparator(output) || Directory.Exists(Path.GetFullPath(output));

    /// <summary>Checks the path before recording starts: at the end it would be too late.</summary>
    public static SnapshotTarget For(string output, bool force)
    {
        string path = Path.GetFullPath(output);
        bool isFolder = IsFolder(output);
        string folder = isFolder ? path : Path.GetDirectoryName(path)!;
        string? refusal = TryFolder(folder, mayMake: isFolder);
        if (refusal is null && !isFolder && OutputFile.IsSpecial(path))
        {
            refusal = $"{output}: {OutputFile.Special}.";
        }
        else if (refusal is null && !isFolder && !force)
        {
            // Any file with the manifest's name blocks the manifest, even if it is not one.
            string? taken = CompanionFiles.Of(path).Append(path).Append(path + SnapshotCompanion.ManifestSuffix)
                .Where(Path.Exists).Select(file => output + file[path.Length..]).FirstOrDefault();
            refusal = taken is null
                ? null
                : $"{taken} already exists; choose another name, or overwrite it with --force.";
        }

        return new SnapshotTarget(path, isFolder ? new DirectorySink(path) : null, force, refusal);
    }

    /// <summary>Returns the new name of a snapshot renamed since the last call; null without one.</summary>
    public string? TakeMovedName() => Interlocked.Exchange(ref _movedName, null);

    // The new snapshot is written before the earlier one is renamed, which may have been deleted or may block the name.
    public Task<string> PutAsync(Snapshot snapshot, string name, CancellationToken cancellationToken)
    {
        if (_folder is not null)
        {
            return _folder.PutAsync(snapshot, name, cancellationToken);
        }

        using StagedSnapshot staged = StagedSnapshot.Write(snapshot, _path, cancellationToken);
        if (IsFree() && staged.TryCommit(_path, _mayOverwrite))
        {
            string[] suffixes = [.. snapshot.Companions.Select(companion => companion.Suffix)];
            bool hasReplaced = _mayOverwrite;
            _mayOverwrite = false;
            _last = WrittenSnapshot.At(_path, snapshot.Manifest, suffixes);
            if (hasReplaced)
            {
                CompanionFiles.RemoveStale(_path, suffixes);
            }

            return Task.FromResult(_path);
        }

        string timed = WrittenSnapshot.TimedName(_path, snapshot.Manifest);
        return Task.FromResult(SnapshotFile.CommitUnderFreeName(staged, timed));
    }

    private bool IsFree()
    {
        try
        {
            _movedName = _last?.MoveAside() ?? _movedName;
            _last = null;
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The earlier snapshot stays in place, and the new one gets a different name.
            return false;
        }
    }

    private static string? TryFolder(string folder, bool mayMake)
    {
        if (!Directory.Exists(folder) && !mayMake)
        {
            return $"The folder {folder} does not exist. Create it first.";
        }

        try
        {
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, $".contrail-{Guid.NewGuid():N}{SnapshotFile.PartialSuffix}");
            using FileStream tried = new(
                probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            string why = failure.Message.TrimEnd('.');
            return $"Cannot write to {folder}: {why}. Choose another folder with -o.";
        }
    }
}
