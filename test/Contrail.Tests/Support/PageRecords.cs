using System.Text;
using System.Text.Json.Nodes;
using Contrail.Analysis.Export;
using Contrail.Analysis.Export.Page;
using Contrail.Analysis.Model;

namespace Contrail.Tests.Support;

/// <summary>Makes a page of records that a test draws, without a file.</summary>
internal sealed class PageRecords : IDisposable
{
    private const string Before = """<script type="application/json" id="content">""";

    private readonly MemoryStream _output = new();
    private readonly PageExport _export;
    private JsonNode? _content;

    public PageRecords(TraceContext? context = null, ExportOptions? options = null)
    {
        Context = context ?? TraceContext.Empty;
        _export = new PageExport(_output, options ?? new ExportOptions());
        Model = _export.Open(new ExportedFile("a.nettrace"));
        Model.OnBegin(Context);
    }

    public TraceContext Context { get; }

    public IModelSink Model { get; }

    /// <summary>The whole page.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The part of the page with the content, as it is written.</summary>
    public string Written
    {
        get
        {
            int start = Text.IndexOf(Before, StringComparison.Ordinal) + Before.Length;
            return Text[start..Text.IndexOf("</script>", start, StringComparison.Ordinal)];
        }
    }

    public StackId Stack(params string[] methods) => ViewRecords.StackIn(Context.Stacks, methods);

    /// <summary>Ends the trace, and returns the content of its page.</summary>
    public JsonNode Content(long endMs = 10_000, DateTime? startUtc = null)
    {
        if (_content is null)
        {
            Model.OnEnd(new TraceExtent(ViewRecords.At(endMs), startUtc));
            _export.Complete();
            Text = Encoding.UTF8.GetString(_output.ToArray());
            _content = JsonNode.Parse(Written)!;
        }

        return _content;
    }

    /// <summary>The slices of a kind on the track of a thread, or of the process.</summary>
    public JsonNode Slices(string group, string id, string kind) => Content()["timeline"]!["tracks"]!.AsArray()
        .Single(track => (string)track!["group"]! == group && (string)track["id"]! == id)!["slices"]!.AsArray()
        .Single(slices => (string)slices!["kind"]! == kind)!;

    /// <summary>A flame graph.</summary>
    public JsonNode Flame(string kind) =>
        Content()["flames"]!.AsArray().Single(flame => (string)flame!["kind"]! == kind)!;

    public static double Sum(JsonNode? numbers) => numbers!.AsArray().Sum(number => (double)number!);

    public void Dispose() => _output.Dispose();
}
