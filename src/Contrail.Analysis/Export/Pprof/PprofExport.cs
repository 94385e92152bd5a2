using System.IO.Compression;
using Contrail.Analysis.Export.Stacks;

namespace Contrail.Analysis.Export.Pprof;

/// <summary>
/// The format of pprof, compressed: a column of values for each kind of stack, and the thread, the type, the request
/// and the file as labels. Not safe for concurrent use.
/// </summary>
/// <remarks>https://github.com/google/pprof, proto/profile.proto: the numbers of its fields.</remarks>
internal sealed class PprofExport : ProtoStackExport
{
    private readonly Numbers<string> _texts = new("");
    private readonly FrameNumbers _frames = new();
    private readonly List<int> _stack = [];

    private PprofExport(Stream output, ExportOptions options)
        : base(output, options)
    {
    }

    /// <summary>The format.</summary>
    public static ExportFormat Format { get; } = new(
        "pprof", "go tool pprof, and services that store profiles", ".pb.gz",
        static (stream, options) => new PprofExport(stream, options))
    {
        Stacks = ExportStacks.Many,
        Next = "Read it with: go tool pprof -top {0}, or -http=127.0.0.1:0 {0}",
    };

    /// <inheritdoc/>
    protected override void Finish()
    {
        using GZipStream zip = new(Output, CompressionLevel.Fastest, leaveOpen: true);
        List<StackColumn> columns = [.. Collected.SelectMany(StackColumn.Of).Distinct()];
        if (columns.Count == 0)
        {
            // A profile without columns is none.
            columns.Add(new StackColumn(StackKind.Samples, StackUnit.Count));
        }

        foreach (StackColumn column in columns)
        {
            int type = Writer.Begin(1);
            WriteType(column);
            Writer.End(type);
        }

        foreach (CollectedStacks stacks in Collected)
        {
            foreach ((StackKey key, StackWeight weight) in stacks.Weights())
            {
                WriteSample(stacks, columns, key, weight);
                Writer.PassLongTo(zip);
            }
        }

        PprofCode.Write(Writer, zip, _frames, _texts, Collected.Select(ProgramOf).FirstOrDefault(""));
        WriteFacts(columns);
        foreach (string text in _texts.All)
        {
            Writer.Text(6, text);
            Writer.PassLongTo(zip);
        }

        Writer.PassTo(zip);
    }

    // A trace of Go has the packages of functions, and the manifest next to it the name of the service.
    private static string ProgramOf(CollectedStacks stacks) =>
        stacks.Context.Stacks.MainModule is { Length: > 0 } module ? module
        : stacks.Context.File.Process is { Name.Length: > 0 } process ? process.Name
        : stacks.File.Name;

    private void WriteType(StackColumn column)
    {
        Writer.Number(1, _texts.Of(column.Name));
        Writer.Number(2, _texts.Of(StackNames.OfUnit(column.Unit)));
    }

    private void WriteSample(
        CollectedStacks stacks, List<StackColumn> columns, StackKey key, StackWeight weight)
    {
        int sample = Writer.Begin(2);
        _frames.Of(stacks.Context.Stacks, key.Stack, _stack);
        int places = Writer.Begin(1);
        _stack.ForEach(frame => Writer.Item((ulong)frame + 1));
        Writer.End(places);
        int values = Writer.Begin(2);
        columns.ForEach(column => Writer.Item((ulong)column.ValueOf(stacks, weight)));
        Writer.End(values);
        if (key.ExecutionId != 0)
        {
            string name = stacks.Context.HasGoroutines ? "goroutine" : "thread";
            WriteLabel(name, StackNames.OfThread(stacks.Context, key.ExecutionId));
        }

        WriteLabel("type", key.Labels.Type);
        if (key.Labels.Request is { Identity: var request })
        {
            WriteLabel("route", $"{request}");
            WriteLabel("trace_id", request.TraceId);
        }

        WriteLabel("file", stacks.File.FileCount > 1 ? stacks.File.Name : "");
        Writer.End(sample);
    }

    private void WriteLabel(string key, string value)
    {
        if (value.Length > 0)
        {
            int label = Writer.Begin(3);
            Writer.Number(1, _texts.Of(key));
            Writer.Number(2, _texts.Of(value));
            Writer.End(label);
        }
    }

    private void WriteFacts(List<StackColumn> columns)
    {
        if (Collected.Count == 0)
        {
            return;
        }

        if (Collected.Min(stacks => stacks.Extent.StartUtc) is { } start)
        {
            Writer.Number(9, UnixTime.Nanoseconds(start));
        }

        // As pprof does for profiles that it merges.
        IEnumerable<CollectedStacks> files = Collected.DistinctBy(stacks => stacks.File);
        Writer.Number(10, Saturated.Of(files.Sum(stacks => (double)stacks.Extent.End.Nanoseconds)));
        Writer.Number(13, _texts.Of(Options.Exporter));
        Writer.Number(14, _texts.Of(columns[StackColumn.Of(Collected[0]).Count() - 1].Name));
    }
}
