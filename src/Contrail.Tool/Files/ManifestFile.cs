using Contrail.Storage;
using Contrail.Tool.Text;

namespace Contrail.Tool.Files;

/// <summary>Reads the manifest file next to a trace whose format cannot contain one.</summary>
internal static class ManifestFile
{
    /// <summary>Reads the manifest. Returns null if it is missing, or if it describes another trace, which is reported.
    /// </summary>
    public static SnapshotManifest? Read(string tracePath, TextWriter error)
    {
        if (tracePath == FileGuard.StandardInput)
        {
            return null;
        }

        SnapshotManifest? manifest = CompanionFiles.ReadManifest(tracePath);
        if (manifest is null || !File.Exists(tracePath))
        {
            return null;
        }

        long sizeBytes = new FileInfo(tracePath).Length;
        if (manifest.TraceBytes == sizeBytes)
        {
            return manifest;
        }

        string manifestPath = tracePath + SnapshotCompanion.ManifestSuffix;
        string described = manifest.TraceBytes is { } bytes ? $"{NumberFormat.Count(bytes)} bytes" : "unknown size";
        error.WriteLine(NumberFormat.OneLine(
            $"{manifestPath} is ignored: it describes a trace of {described}, this one has "
            + $"{NumberFormat.Count(sizeBytes)} bytes."));
        return null;
    }
}
