using Contrail.Core.Snapshots;
using Contrail.Storage;

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
    private Certificate? _lastWritten;
    private string[] _lastSuffixes = [];

    private SnapshotTarget(string path, DirectorySink? folder, bool mayOverwrite, string? refusal)
    {
        _path = path;
        _folder = folder;
        _mayOverwrite = mayOverwrite;
        Refusal = refusal;
    }

    /// <summary>Why nothing can be written there; null if it can.</summary>
    public string? Refusal { get; }

    /// <summary>The place, in words.</summary>
    public string Describe => _folder is null ? _path : _path + Path.DirectorySeparatorChar;

    /// <summary>Whether it is a folder, there already or by its name.</summary>
    public static bool IsFolder(string output) =>
        Path.EndsInDirectorySeparator(output) || Directory.Exists(Path.GetFullPath(output));

    /// <summary>Tries the place before anything is recorded: at the end it would be too late to say.</summary>
    public static SnapshotTarget For(string output, bool force)
    {
        string path = Path.GetFullPath(output);
        bool isFolder = IsFolder(output);
        string folder = isFolder ? path : Path.GetDirectoryName(path)!;
        string? refusal = TryFolder(folder, mayMake: isFolder);
        if (refusal is null && !isFolder && Path.Exists(path) && !force)
        {
            refusal = $"{output} exists already; choose another name, or overwrite it with --force.";
        }

        return new SnapshotTarget(path, isFolder ? new DirectorySink(path) : null, force, refusal);
    }

    public async Task<string> PutAsync(Snapshot snapshot, string name, CancellationToken cancellationToken)
    {
        if (_folder is not null)
        {
            return await _folder.PutAsync(snapshot, name, cancellationToken).ConfigureAwait(false);
        }

        string? aside = _lastWritten is null ? null : Path.ChangeExtension(
            _path, SnapshotName.TimeOf(_lastWritten) + Path.GetExtension(_path));
        if (aside is not null)
        {
            // A second name first: whatever fails now, the earlier snapshot is there under one of the two.
            foreach (string suffix in _lastSuffixes)
            {
                File.Copy(_path + suffix, aside + suffix, overwrite: false);
            }
        }

        // What is beside an earlier trace is not beside this one.
        foreach (string suffix in _lastSuffixes.Where(suffix => suffix.Length > 0))
        {
            File.Delete(_path + suffix);
        }

        await SnapshotFile.WriteAsync(snapshot, _path, _mayOverwrite, cancellationToken).ConfigureAwait(false);
        _mayOverwrite = true;
        _lastWritten = snapshot.Certificate;
        _lastSuffixes = ["", .. snapshot.Companions.Select(companion => companion.Suffix)];
        return _path;
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
