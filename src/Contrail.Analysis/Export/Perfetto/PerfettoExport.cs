using Contrail.Analysis.Export.Protobuf;
using Contrail.Analysis.Export.Timeline;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Perfetto;

/// <summary>
/// A trace of Perfetto: rows with slices and moments, charts, and stacks. Several files are one trace, each with its
/// process. Packets are in the order of the records; Perfetto sorts them by time. Not safe for concurrent use.
/// </summary>
internal sealed class PerfettoExport : IExport
{
    private readonly Stream _output;
    private readonly ProtoWriter _writer = new();
    private readonly List<TimelineSink> _sinks = [];
    private readonly HashSet<int> _pids = [];
    private readonly List<string> _notes = [];

    private PerfettoExport(Stream output) => _output = output;

    /// <summary>The format.</summary>
    public static ExportFormat Format { get; } = new(
        "perfetto", "ui.perfetto.dev: a row for each thread, slices, charts and stacks", ".pftrace",
        static (stream, _) => new PerfettoExport(stream))
    {
        IsTimeline = true,
        Next = "Open it in https://ui.perfetto.dev: the page reads {0} on this computer and sends it nowhere.",
    };

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => _notes;

    /// <inheritdoc/>
    public IModelSink Open(ExportedFile file)
    {
        TimelineSink sink = new(new PerfettoTimeline(_output, _writer, _sinks.Count, file, _pids), _sinks.Count);
        _sinks.Add(sink);
        return sink;
    }

    /// <inheritdoc/>
    public void Complete()
    {
        _writer.PassTo(_output);
        _notes.AddRange(TimelineNotes.Of(_sinks));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is open before the end.
    }
}
