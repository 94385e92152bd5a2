using Contrail.Analysis;
using Contrail.Analysis.Model;
using Contrail.Core.Files;
using Contrail.Core.Formats;

namespace Contrail.Tool.Files;

/// <summary>Reads a trace file, with the manifest next to it, into the model.</summary>
internal static class ModelFile
{
    /// <summary>Reads the file; false if it cannot be read.</summary>
    /// <param name="input">The file.</param>
    /// <param name="stream">The same, at its start; it can seek.</param>
    /// <param name="sink">Receives the records.</param>
    /// <param name="error">Receives the line about a manifest of another trace.</param>
    /// <param name="fault">What is wrong with the file; null if it is whole.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public static bool TryRead(
        InputFile input,
        InputStream stream,
        IModelSink sink,
        TextWriter error,
        out TraceFault? fault,
        CancellationToken cancellationToken)
    {
        ITraceFiles format = TraceInput.FormatOf(stream);
        SnapshotManifest? manifest = ManifestFile.NextTo(input, format, stream.Length, error);
        bool isRead = TraceAnalysis.TryRead(format, stream, manifest, sink, out fault, cancellationToken);
        stream.EndProgress();
        return isRead;
    }
}
