using Contrail.Analysis.Export;
using Contrail.Analysis.Export.Tables;
using Contrail.Analysis.Model;

namespace Contrail.Tool.Tables;

/// <summary>Writes the records of files as tables. Not safe for concurrent use.</summary>
/// <param name="output">Receives the rows; it is disposed with this one.</param>
internal sealed class TableExport(IClosedTables output) : IExport
{
    private readonly List<TableSink> _sinks = [];

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => _sinks.Sum(sink => sink.OmittedStacks) is > 0 and long stacks
        ? [$"{stacks} records have no stack: there are too many different ones."]
        : [];

    /// <inheritdoc/>
    public IModelSink Open(ExportedFile file)
    {
        TableSink sink = new(file, output);
        _sinks.Add(sink);
        return sink;
    }

    /// <inheritdoc/>
    public void Complete() => output.Complete();

    /// <inheritdoc/>
    public void Dispose() => output.Dispose();
}
