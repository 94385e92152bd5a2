using Contrail.Storage;

namespace Contrail.Tool.Foreground;

/// <summary>The snapshot that this recording wrote to the file of <c>-o</c>, until the next one replaces it.</summary>
internal sealed class WrittenSnapshot
{
    private readonly string _path;
    private readonly string _timedName;
    private readonly string[] _suffixes;
    private readonly long _sizeBytes;
    private readonly DateTime _writtenUtc;

    private WrittenSnapshot(string path, string timedName, string[] suffixes)
    {
        FileInfo file = new(path);
        _path = path;
        _timedName = timedName;
        _suffixes = suffixes;
        _sizeBytes = file.Length;
        _writtenUtc = file.LastWriteTimeUtc;
    }

    /// <summary>Remembers the written file, to recognize it later.</summary>
    public static WrittenSnapshot At(string path, SnapshotManifest manifest, string[] suffixes) =>
        new(path, TimedName(path, manifest), suffixes);

    /// <summary>The file's name with the time of a snapshot before its extension.</summary>
    public static string TimedName(string path, SnapshotManifest manifest) =>
        Path.ChangeExtension(path, SnapshotName.TimeOf(manifest) + Path.GetExtension(path));

    /// <summary>
    /// Renames the snapshot and its companions to the name with its time. A file that another program moved or replaced
    /// in the meantime is not touched.
    /// </summary>
    /// <returns>The new name of the trace; null if it was not renamed.</returns>
    /// <exception cref="IOException">A file cannot be renamed.</exception>
    public string? MoveAside()
    {
        FileInfo file = new(_path);
        bool isOurs = file.Exists && file.Length == _sizeBytes && file.LastWriteTimeUtc == _writtenUtc;
        if (!isOurs)
        {
            return null;
        }

        string[] existing = [.. _suffixes.Append("").Where(suffix => File.Exists(_path + suffix))];
        for (int number = 1; number <= SnapshotFile.MaxNumber; number++)
        {
            string aside = SnapshotFile.Numbered(_timedName, number);
            bool isFree = !_suffixes.Append("").Any(suffix => Path.Exists(aside + suffix));
            if (isFree && ExclusiveMove.TryMoveAll([.. existing.Select(suffix => (_path + suffix, aside + suffix))]))
            {
                return aside;
            }
        }

        throw new IOException($"{_timedName} already exists, and so do {SnapshotFile.MaxNumber} numbered names.");
    }
}
