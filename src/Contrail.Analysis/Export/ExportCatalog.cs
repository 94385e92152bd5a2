using Contrail.Analysis.Export.Firefox;
using Contrail.Analysis.Export.Otlp;
using Contrail.Analysis.Export.Page;
using Contrail.Analysis.Export.Perfetto;
using Contrail.Analysis.Export.Pprof;
using Contrail.Analysis.Export.Stacks;
using Contrail.Analysis.Export.Tables;

namespace Contrail.Analysis.Export;

/// <summary>The formats of conversion: the only list of them. Immutable; safe from any thread.</summary>
internal static class ExportCatalog
{
    /// <summary>All formats that are written to one stream.</summary>
    public static IReadOnlyList<ExportFormat> All { get; } =
    [
        SpeedscopeExport.Format,
        FoldedExport.Format,
        PprofExport.Format,
        OtlpExport.Format,
        PerfettoExport.Format,
        FirefoxExport.Format,
        EventLinesExport.Format,
        PageExport.Format,
    ];
}
