using Contrail.Storage;
using Contrail.Tool.Files;

namespace Contrail.Tool.Foreground;

/// <summary>
/// Where <c>-o</c> puts snapshots: a folder takes all; a file holds the last one, and an earlier one of the same
/// recording moves aside, with its time before the extension.
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

    /// <summary>Why nothing can be written there; null if it can.</summary>
    public string? Refusal { get; }

    /// <summary>Whether it is a folder, there already or by its name.</summary>
    public static bool IsFolder(string output) =>
        Path.EndsInDirectorySeparator(output) || Directory.Exists(Path.GetFullPath(output));

    /// <summary>Tries the place before recording starts: at the end it would be too late to report.</summary>
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
            // Whatever has the name of the manifest is in the way of it, also where it is none.
            string? taken = CompanionFiles.Of(path).Append(path).Append(path + SnapshotCompanion.ManifestSuffix)
                .Where(Path.Exists).Select(file => output + file[path.Length..]).FirstOrDefault();
            refusal = taken is null
                ? null
                : $"{taken} exists already; choose another name, or overwrite it with --force.";
        }

        return new SnapshotTarget(path, isFolder ? new DirectorySink(path) : null, force, refusal);
    }

    /// <summary>The name that an earlier snapshot got since the last call; null if none was renamed.</summary>
    public string? TakeMovedName() => Interlocked.Exchange(ref _movedName, null);

    // The new snapshot is on the disk before anything is done with the earlier one, which may be gone, or in the way.
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
            // The earlier snapshot stays where it is, and the new one gets a name of its own.
            return false;
        }
    }

    private static string? TryFolder(string folder, bool mayMake)
    {
        if (!Directory.Exists(folder) && !mayMake)
        {
            return $"There is no folder {folder}; make it first.";
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
            return $"Nothing can be written to {folder} ({why}); choose another place with -o.";
        }
    }
}
