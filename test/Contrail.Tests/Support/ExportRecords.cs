using System.Text;
using Contrail.Analysis.Export;
using Contrail.Analysis.Model;

namespace Contrail.Tests.Support;

/// <summary>Exports records that a test draws, without a file.</summary>
internal sealed class ExportRecords : IDisposable
{
    private readonly MemoryStream _output = new();
    private readonly IExport _export;
    private IModelSink? _sink;

    public ExportRecords(ExportFormat format, ExportOptions? options = null)
    {
        _export = format.Create!(_output, options ?? new ExportOptions());
        Open(new ExportedFile("a.nettrace"));
    }

    public TraceContext Context { get; private set; } = TraceContext.Empty;

    public IModelSink Model => _sink!;

    public IReadOnlyList<string> Notes => _export.Notes;

    public StackId Stack(params string[] methods) => ViewRecords.StackIn(Context.Stacks, methods);

    /// <summary>Starts a file; the first one is already open.</summary>
    public void Open(ExportedFile file, TraceContext? context = null)
    {
        Context = context ?? TraceContext.Empty;
        _sink = new TraceModel(_export.Open(file));
        _sink.OnBegin(Context);
    }

    public void End(long endMs = 10_000) => Model.OnEnd(new TraceExtent(ViewRecords.At(endMs), null));

    /// <summary>The whole output as text.</summary>
    public string Text()
    {
        End();
        _export.Complete();
        return Encoding.UTF8.GetString(_output.ToArray());
    }

    /// <summary>The whole output.</summary>
    public byte[] Bytes()
    {
        Text();
        return _output.ToArray();
    }

    public void Dispose()
    {
        _export.Dispose();
        _output.Dispose();
    }
}
