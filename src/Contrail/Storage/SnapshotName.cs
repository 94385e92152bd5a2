using System.Globalization;

namespace Contrail.Storage;

/// <summary>Names snapshots so that a listing of a folder is in the order of time for each process.</summary>
internal static class SnapshotName
{
    /// <summary>
    /// The process chooses its name, and file systems allow 255 bytes: the rest is for the pid, the time, the
    /// extension, and what is appended while the file is being written.
    /// </summary>
    private const int MaxProcessCharacters = 80;

    /// <summary>The time in a file's name: UTC, to the millisecond, of characters that every shell takes.</summary>
    public static string TimeOf(SnapshotManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        DateTime utc = manifest.LastUtc ?? manifest.RequestedUtc;
        return utc.ToString("yyyyMMdd'T'HHmmss.fff'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>The name of a snapshot: process, pid where there is one, time.</summary>
    public static string Of(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return Of(snapshot.Manifest, snapshot.Extension);
    }

    internal static string Of(SnapshotManifest manifest, string extension)
    {
        ProcessFacts process = manifest.Process;
        string name = string.Concat(process.Name.Take(MaxProcessCharacters).Select(Harmless));
        string id = process.Id > 0 ? $"-{process.Id}" : "";
        return $"{name}{id}-{TimeOf(manifest)}{extension}";
    }

    // A process chooses its own name: no path is taken from it.
    private static char Harmless(char letter) =>
        char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' ? letter : '_';
}
