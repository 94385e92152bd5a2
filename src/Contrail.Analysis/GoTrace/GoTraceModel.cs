using Contrail.Analysis.GoTrace.Interpreting;
using Contrail.Analysis.GoTrace.Reading;
using Contrail.Analysis.Model;
using Contrail.Core.Formats;

namespace Contrail.Analysis.GoTrace;

/// <summary>Reads a Go trace into the model, one generation at a time.</summary>
internal static class GoTraceModel
{
    /// <summary>
    /// Reads a trace from its start, to its end or to where it cannot be read any further. False if it is no Go trace
    /// that can be read. What the stream throws passes.
    /// </summary>
    /// <param name="stream">The trace.</param>
    /// <param name="manifest">The manifest next to it; null if there is none.</param>
    /// <param name="sink">Receives the records.</param>
    /// <param name="fault">What is wrong with the trace; null if it is whole.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public static bool TryRead(
        Stream stream,
        SnapshotManifest? manifest,
        IModelSink sink,
        out TraceFault? fault,
        CancellationToken cancellationToken)
    {
        GoInterpreter interpreter = new(
            sink, Describe(manifest), ExtentOf(stream, sink.Needs, cancellationToken));
        GoTraceReader reader = ReadToEnd(stream, interpreter, cancellationToken);
        interpreter.Complete();
        fault = reader.Fault;
        return reader.Offset > 0;
    }

    /// <summary>Reads a trace to its end, or to where it cannot be read any further.</summary>
    public static GoTraceReader ReadToEnd(
        Stream stream, IGoTraceVisitor visitor, CancellationToken cancellationToken)
    {
        GoTraceReader reader = new(visitor);
        ChunkFeed.ReadToEnd(stream, reader, cancellationToken);
        return reader;
    }

    /// <summary>What the manifest next to a trace contains of its recording, which no Go trace contains.</summary>
    /// <param name="manifest">The manifest; null if there is none.</param>
    public static FileDescription Describe(SnapshotManifest? manifest) => manifest is null
        ? FileDescription.Unknown
        : (FileDescription.Unknown with
        {
            Format = manifest.Format ?? FileDescription.Unknown.Format,
            Process = manifest.Process is { Id: > 0 } or { Name.Length: > 0 } ? manifest.Process : null,
            Losses = manifest.Losses,
        }).With(manifest);

    // A Go trace does not contain its extent: a first reading finds it.
    private static TraceExtent? ExtentOf(Stream stream, ModelNeeds needs, CancellationToken cancellationToken)
    {
        if (!needs.HasFlag(ModelNeeds.Extent))
        {
            return null;
        }

        long start = stream.Position;
        GoInterpreter interpreter = new(new TraceModel(), FileDescription.Unknown);
        ReadToEnd(stream, interpreter, cancellationToken);
        stream.Position = start;
        return interpreter.Extent;
    }
}
