using Contrail.Analysis.GoTrace;
using Contrail.Analysis.GoTrace.Observing;
using Contrail.Analysis.GoTrace.Reading;
using Contrail.Analysis.GoTrace.Summary;
using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace;
using Contrail.Analysis.NetTrace.Observing;
using Contrail.Analysis.NetTrace.Summary;
using Contrail.Analysis.Trials;
using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Files;
using Contrail.Core.NetTrace.Files;
using Contrail.Core.Triggers;

namespace Contrail.Analysis;

/// <summary>The formats whose files can be read: the only place outside their folders that names them.</summary>
internal static class TraceAnalysis
{
    private static readonly ITraceFiles[] Formats = [NetTrace(), GoTrace()];

    /// <summary>Number of bytes at the beginning of a file that identify its format.</summary>
    public static int PrefixBytes => Formats.Max(format => format.PrefixBytes);

    /// <summary>
    /// Returns the format of a file. A file of no known format is left to the first one, which reports what it is.
    /// </summary>
    public static ITraceFiles Choose(ReadOnlySpan<byte> prefix)
    {
        foreach (ITraceFiles format in Formats)
        {
            if (format.MatchesPrefix(prefix))
            {
                return format;
            }
        }

        return Formats[0];
    }

    /// <summary>Returns the name of the format of a file; null if it is of no known format.</summary>
    public static string? NameOf(ReadOnlySpan<byte> prefix)
    {
        ITraceFiles format = Choose(prefix);
        return !format.MatchesPrefix(prefix) ? null : format is GoTraceFiles ? "go" : "nettrace";
    }

    /// <summary>
    /// Whether the first reading of a file of this format describes it; the others are described by a check.
    /// </summary>
    public static bool HasFileFacts(ITraceFiles format) => format is NetTraceFiles;

    /// <summary>
    /// Summarizes a file. False if it cannot be read; then <paramref name="fault"/> is what is wrong. What the stream
    /// throws passes.
    /// </summary>
    /// <param name="format">The format of the file.</param>
    /// <param name="stream">The file, at its start; it can seek.</param>
    /// <param name="manifest">The manifest next to a file that cannot contain one; null for none.</param>
    /// <param name="summary">The summary.</param>
    /// <param name="fault">What is wrong with the file; null if it was read.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public static bool TrySummarize(
        ITraceFiles format,
        Stream stream,
        SnapshotManifest? manifest,
        out ITraceSummary? summary,
        out TraceFault? fault,
        CancellationToken cancellationToken)
    {
        if (format is GoTraceFiles)
        {
            bool isGoRead = GoTraceSummary.TryRead(
                stream, manifest, out GoTraceSummary? ofGo, out fault, cancellationToken);
            summary = ofGo;
            return isGoRead;
        }

        bool isRead = TraceSummary.TryRead(stream, out TraceSummary? ofNet, out fault, cancellationToken);
        summary = ofNet;
        return isRead;
    }

    /// <summary>Reads a file into the model. Parameters and result are those of <see cref="TrySummarize"/>.</summary>
    public static bool TryRead(
        ITraceFiles format,
        Stream stream,
        SnapshotManifest? manifest,
        IModelSink sink,
        out TraceFault? fault,
        CancellationToken cancellationToken) => format is GoTraceFiles
            ? GoTraceModel.TryRead(stream, manifest, sink, out fault, cancellationToken)
            : NetTraceModel.TryRead(stream, sink, out _, out fault, cancellationToken);

    /// <summary>
    /// Runs rules over a file, as over the stream of a process of its own. Other parameters and the result are those of
    /// <see cref="TrySummarize"/>.
    /// </summary>
    /// <param name="format">The format of the file.</param>
    /// <param name="stream">The file, at its start; it can seek.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="tried">What would have fired.</param>
    /// <param name="fault">What is wrong with the file; null if it is whole.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public static bool TryRules(
        ITraceFiles format,
        Stream stream,
        IReadOnlyList<TriggerRule> rules,
        out TriedFile? tried,
        out TraceFault? fault,
        CancellationToken cancellationToken)
    {
        TrialRun run = new(rules);
        bool isRead = format is GoTraceFiles
            ? GoRecordedObservations.TryRead(stream, run, out ObservedFile? file, out fault, cancellationToken)
            : RecordedObservations.TryRead(
                stream, [.. run.Rules.Conditions], run.Observe, out file, out fault, cancellationToken);
        tried = isRead ? run.Conclude(file!) : null;
        return isRead;
    }

    /// <summary>Files in the .NET runtime's format.</summary>
    public static ITraceFiles NetTrace() => new NetTraceFiles();

    /// <summary>Files of Go's execution tracer, with a check of every event.</summary>
    public static ITraceFiles GoTrace() => new GoTraceFiles(() => new GoEventChecker());
}
