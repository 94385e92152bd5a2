using System.IO.Compression;
using Contrail.Analysis.Export.Protobuf;
using Contrail.Analysis.Export.Stacks;

namespace Contrail.Analysis.Export.Pprof;

/// <summary>
/// The format of pprof, compressed: a column of values for each kind of stack, and the thread, the type and the file as
/// labels. Not safe for concurrent use.
/// </summary>
/// <remarks>https://github.com/google/pprof, proto/profile.proto: the numbers of its fields.</remarks>
internal sealed class PprofExport : StackExport
{
    private readonly Stream _output;
    private readonly List<CollectedStacks> _stacks = [];
    private readonly ProtoWriter _writer = new();
    private readonly Numbers<string> _texts = new("");
    private readonly FrameNumbers _frames = new();
    private readonly List<int> _stack = [];

    private PprofExport(Stream output, ExportOptions options)
        : base(options) => _output = output;

    /// <summary>The format.</summary>
    public static ExportFormat Format { get; } = new(
        "pprof", "go tool pprof, and services that store profiles", ".pb.gz",
        static (stream, options) => new PprofExport(stream, options))
    {
        Stacks = ExportStacks.Many,
        Next = "Read it with: go tool pprof -top {0}, or -http=127.0.0.1:0 {0}",
    };

    /// <inheritdoc/>
    public override void Dispose()
    {
        // Nothing is open before the end.
    }

    /// <inheritdoc/>
    protected override void Write(CollectedStacks stacks) => _stacks.Add(stacks);

    /// <inheritdoc/>
    protected override void Finish()
    {
        using GZipStream zip = new(_output, CompressionLevel.Fastest, leaveOpen: true);
        List<StackColumn> columns = [.. _stacks.SelectMany(StackColumn.Of).Distinct()];
        foreach (StackColumn column in columns)
        {
            int type = _writer.Begin(1);
            WriteType(column);
            _writer.End(type);
        }

        foreach (CollectedStacks stacks in _stacks)
        {
            foreach ((StackKey key, StackWeight weight) in stacks.Tally.Weights)
            {
                WriteSample(stacks, columns, key, weight);
                _writer.PassLongTo(zip);
            }
        }

        string program = _stacks.Select(stacks => stacks.Context.Stacks.MainModule).FirstOrDefault("");
        PprofCode.Write(_writer, zip, _frames, _texts, program);
        WriteFacts(columns);
        foreach (string text in _texts.All)
        {
            _writer.Text(6, text);
            _writer.PassLongTo(zip);
        }

        _writer.PassTo(zip);
    }

    private void WriteType(StackColumn column)
    {
        _writer.Number(1, _texts.Of(column.Name));
        _writer.Number(2, _texts.Of(StackNames.OfUnit(column.Unit)));
    }

    private void WriteSample(
        CollectedStacks stacks, List<StackColumn> columns, StackKey key, StackWeight weight)
    {
        int sample = _writer.Begin(2);
        _frames.Of(stacks.Context.Stacks, key.Stack, _stack);
        int places = _writer.Begin(1);
        _stack.ForEach(frame => _writer.Item((ulong)frame + 1));
        _writer.End(places);
        int values = _writer.Begin(2);
        columns.ForEach(column => _writer.Item((ulong)column.ValueOf(stacks, weight)));
        _writer.End(values);
        if (key.ExecutionId != 0)
        {
            string name = stacks.Context.HasGoroutines ? "goroutine" : "thread";
            WriteLabel(name, StackNames.OfThread(stacks.Context, key.ExecutionId));
        }

        WriteLabel("type", key.Type);
        WriteLabel("file", stacks.File.FileCount > 1 ? stacks.File.Name : "");
        _writer.End(sample);
    }

    private void WriteLabel(string key, string value)
    {
        if (value.Length > 0)
        {
            int label = _writer.Begin(3);
            _writer.Number(1, _texts.Of(key));
            _writer.Number(2, _texts.Of(value));
            _writer.End(label);
        }
    }

    private void WriteFacts(List<StackColumn> columns)
    {
        if (_stacks.Count == 0)
        {
            return;
        }

        if (_stacks.Min(stacks => stacks.Extent.StartUtc) is { } start)
        {
            _writer.Number(9, UnixTime.Nanoseconds(start));
        }

        _writer.Number(10, _stacks.Max(stacks => stacks.Extent.End.Nanoseconds));
        _writer.Number(13, _texts.Of(Options.Exporter));
        _writer.Number(14, _texts.Of(columns[StackColumn.Of(_stacks[0]).Count() - 1].Name));
    }
}
