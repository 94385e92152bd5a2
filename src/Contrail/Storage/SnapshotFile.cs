using System.Globalization;

namespace Contrail.Storage;

/// <summary>
/// Writes a snapshot so that a reader sees the complete trace or none, even after a power loss. When a call returns,
/// the snapshot survives a power loss if the file system can flush a folder. Every call blocks on the calling thread
/// and needs no other. Safe from any thread.
/// </summary>
internal static class SnapshotFile
{
    /// <summary>The end of a file's name while the file is being written.</summary>
    public const string PartialSuffix = AtomicFile.PartialSuffix;

    /// <summary>Far more snapshots than one millisecond has room for.</summary>
    internal const int MaxNumber = 1000;

    /// <summary>Writes the trace and its companions, mode 0600. The trace gets its name last.</summary>
    /// <param name="snapshot">What to write.</param>
    /// <param name="path">Its final name; the folder must exist.</param>
    /// <param name="overwrite">
    /// Whether files of these names are replaced, and companions of a replaced trace removed; otherwise a taken name is
    /// an error.
    /// </param>
    /// <param name="cancellationToken">Ends the writing; nothing is left then.</param>
    /// <exception cref="IOException">A file cannot be written, or a name is taken; nothing is left.</exception>
    public static void Write(
        Snapshot snapshot, string path, bool overwrite, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        using StagedSnapshot staged = StagedSnapshot.Write(snapshot, path, cancellationToken);
        if (!staged.TryCommit(path, overwrite))
        {
            string taken = snapshot.Companions.Select(companion => path + companion.Suffix).Append(path)
                .FirstOrDefault(Path.Exists, path);
            throw new IOException($"{taken} exists already.");
        }

        if (overwrite)
        {
            CompanionFiles.RemoveStale(path, snapshot.Companions.Select(companion => companion.Suffix));
        }
    }

    /// <summary>
    /// Writes like <see cref="Write"/>, under <paramref name="path"/> or, where that is taken, with <c>-2</c>,
    /// <c>-3</c> … before the extension.
    /// </summary>
    /// <returns>The name that the trace got.</returns>
    /// <exception cref="IOException">A file cannot be written; nothing is left.</exception>
    public static string WriteUnderFreeName(
        Snapshot snapshot, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        using StagedSnapshot staged = StagedSnapshot.Write(snapshot, path, cancellationToken);
        return CommitUnderFreeName(staged, path);
    }

    internal static string CommitUnderFreeName(StagedSnapshot staged, string path)
    {
        for (int number = 1; number <= MaxNumber; number++)
        {
            string name = Numbered(path, number);
            if (staged.TryCommit(name, overwrite: false))
            {
                return name;
            }
        }

        throw new IOException($"{path} exists already, and so do {MaxNumber} numbered names.");
    }

    /// <summary>The name itself for 1, and with <c>-2</c>, <c>-3</c> … before the extension for others.</summary>
    internal static string Numbered(string path, int number) => number == 1
        ? path
        : $"{path[..^Path.GetExtension(path).Length]}-{number.ToString(CultureInfo.InvariantCulture)}"
            + Path.GetExtension(path);
}
