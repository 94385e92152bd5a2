using Contrail.Analysis.Export;
using Contrail.Analysis.Export.Tables;
using Contrail.Analysis.Model;

namespace Contrail.Tool.Tables;

/// <summary>Writes the records of files as tables. Not safe for concurrent use.</summary>
/// <param name="output">Receives the rows; it is disposed with this one.</param>
internal sealed class TableExport(IClosedTables output) : IExport
{
    /// <inheritdoc/>
    public IModelSink Open(ExportedFile file) => new TableSink(file, output);

    /// <inheritdoc/>
    public void Complete() => output.Complete();

    /// <inheritdoc/>
    public void Dispose() => output.Dispose();
}
