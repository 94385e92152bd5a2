using Contrail.Core.Snapshots;

namespace Contrail.Storage;

/// <summary>The files next to a trace that belong to it by their names.</summary>
internal static class CompanionFiles
{
    /// <summary>Far more than the longest manifest has.</summary>
    private const long MaxManifestBytes = 4 << 20;

    /// <summary>The companions that exist next to <paramref name="tracePath"/>, of whichever trace they are.</summary>
    public static IReadOnlyList<string> Of(string tracePath)
    {
        string path = Path.GetFullPath(tracePath);
        string folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
        {
            return [];
        }

        string prefix = Path.GetFileName(path) + ".";
        return
        [
            .. Directory.EnumerateFiles(folder).Where(file => IsCompanion(Path.GetFileName(file), prefix, file)),
        ];
    }

    /// <summary>
    /// Removes the companions of an earlier trace of that name: next to another trace they describe what it is not.
    /// </summary>
    /// <param name="tracePath">The trace.</param>
    /// <param name="suffixes">Suffixes of companions that belong to the trace that is there now.</param>
    public static void RemoveStale(string tracePath, IEnumerable<string> suffixes) =>
        RemoveStale(tracePath, suffixes, File.Delete);

    /// <summary>The same with what deletes a file.</summary>
    internal static void RemoveStale(string tracePath, IEnumerable<string> suffixes, Action<string> delete)
    {
        string path = Path.GetFullPath(tracePath);
        HashSet<string> kept = [.. suffixes.Select(suffix => path + suffix)];
        foreach (string stale in Of(path).Where(file => !kept.Contains(file)))
        {
            try
            {
                delete(stale);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // The trace exists. Readers ignore a manifest that describes another trace.
            }
        }
    }

    /// <summary>Reads the manifest next to a trace; null if there is none.</summary>
    public static SnapshotManifest? ReadManifest(string tracePath) => ReadManifest(tracePath, File.OpenRead);

    /// <summary>The same with what opens a file.</summary>
    public static SnapshotManifest? ReadManifest(string tracePath, Func<string, FileStream> open)
    {
        try
        {
            using FileStream file = open(tracePath + SnapshotCompanion.ManifestSuffix);
            using StreamReader text = new(file);
            return file.Length <= MaxManifestBytes
                && SnapshotManifestJson.TryRead(text.ReadToEnd(), out SnapshotManifest? manifest)
                    ? manifest
                    : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether the lanes of a trace are in a file next to it, by its manifest: a file of that name can be another
    /// recording.
    /// </summary>
    public static bool HasLaneFile(string tracePath) =>
        ReadManifest(tracePath)?.LaneFile == SnapshotCompanion.LanesSuffix;

    // Any tool may write a file whose name ends in ".json".
    private static bool IsCompanion(string name, string prefix, string path) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && name[(prefix.Length - 1)..] switch
        {
            SnapshotCompanion.TornSuffix => true,
            SnapshotCompanion.ManifestSuffix =>
                ReadManifest(path[..^SnapshotCompanion.ManifestSuffix.Length]) is not null,
            SnapshotCompanion.LanesSuffix => HasLaneFile(path[..^SnapshotCompanion.LanesSuffix.Length]),
            string suffix => suffix.EndsWith(SnapshotCompanion.EarlierSuffix, StringComparison.Ordinal)
                && suffix.Length > SnapshotCompanion.EarlierSuffix.Length + 1
                && suffix[1..^SnapshotCompanion.EarlierSuffix.Length].All(char.IsAsciiDigit),
        };
}
