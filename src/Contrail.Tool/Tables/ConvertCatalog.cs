using Contrail.Analysis.Export;

namespace Contrail.Tool.Tables;

/// <summary>All formats of conversion, with those that need a library. Immutable; safe from any thread.</summary>
internal static class ConvertCatalog
{
    /// <summary>The formats.</summary>
    public static IReadOnlyList<ExportFormat> All { get; } =
        [.. ExportCatalog.All, ParquetTables.Format, SqliteTables.Format];

    /// <summary>Finds a format by its name; null if there is none.</summary>
    public static ExportFormat? Find(string name) =>
        All.FirstOrDefault(format => format.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
