using Contrail.Analysis.Export.Tables;

namespace Contrail.Tool.Tables;

/// <summary>Tables that are complete when they are closed. Not safe for concurrent use.</summary>
internal interface IClosedTables : ITableOutput, IDisposable
{
    /// <summary>Writes what is left.</summary>
    void Complete();
}
