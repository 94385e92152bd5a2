using Contrail.Analysis;
using Contrail.Core.Files;
using Contrail.Storage;
using Contrail.Tool.Text;

namespace Contrail.Tool.Files;

/// <summary>Reads the manifest file next to a trace whose format cannot contain one.</summary>
internal static class ManifestFile
{
    /// <summary>The manifest next to a trace; null if its format contains one, or if there is none.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="format">Its format.</param>
    /// <param name="sizeBytes">Its size.</param>
    /// <param name="error">Receives the line about a manifest of another trace; null to leave it out.</param>
    public static SnapshotManifest? NextTo(InputFile trace, ITraceFiles format, long sizeBytes, TextWriter? error) =>
        TraceAnalysis.HasFileFacts(format) ? null : Read(trace, sizeBytes, error ?? TextWriter.Null);

    /// <summary>Reads the manifest. Returns null if it is missing, or if it describes another trace, which is reported.
    /// </summary>
    /// <param name="trace">The trace.</param>
    /// <param name="sizeBytes">Its size.</param>
    /// <param name="error">Receives the line about a manifest of another trace.</param>
    public static SnapshotManifest? Read(InputFile trace, long sizeBytes, TextWriter error)
    {
        SnapshotManifest? manifest = trace.Name == InputFile.StandardInput
            ? null
            : CompanionFiles.ReadManifest(trace.Name, trace.Opener);
        if (manifest is null || manifest.TraceBytes == sizeBytes)
        {
            return manifest;
        }

        string manifestPath = trace.Name + SnapshotCompanion.ManifestSuffix;
        string described = manifest.TraceBytes is { } bytes ? $"{NumberFormat.Count(bytes)} bytes" : "unknown size";
        error.WriteLine(NumberFormat.OneLine(
            $"{manifestPath} is ignored: it describes a trace of {described}, this one has "
            + $"{NumberFormat.Count(sizeBytes)} bytes."));
        return null;
    }
}
