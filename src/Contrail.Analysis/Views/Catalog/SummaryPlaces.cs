using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>The answers of the views that show the places in the code of a summary.</summary>
/// <param name="run">The run of <see cref="Views"/>, after the last record.</param>
internal sealed class SummaryPlaces(ViewRun run)
{
    private readonly IReadOnlyList<ViewResult> _results = run.Conclude();

    /// <summary>The views, in the order of the sections of a summary.</summary>
    public static IReadOnlyList<ViewDescription> Views { get; } =
    [
        GcPausesView.Description,
        AllocationsView.Description,
        ExceptionsView.Description,
        ContentionsView.Description,
        WaitsView.Description,
        ThreadPoolView.Description,
        HotMethodsView.Description,
    ];

    /// <summary>What the answers refer to.</summary>
    public TraceContext Context => run.Context;

    /// <summary>The extent of the trace.</summary>
    public TraceExtent Extent => run.Extent;

    /// <summary>The answers, each with its view.</summary>
    public IEnumerable<(ViewDescription View, ViewResult Result)> All => Views.Zip(_results);

    /// <summary>A table of the answer of a view.</summary>
    public ViewTable Table(string view, string table) =>
        All.First(one => one.View.Name == view).Result.Tables.First(one => one.Description.Name == table);
}
