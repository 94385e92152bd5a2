using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>The answers of the views that show the places in the code of a summary.</summary>
/// <param name="views">The views.</param>
/// <param name="run">The run of these views, after the last record.</param>
internal sealed class SummaryPlaces(IReadOnlyList<ViewDescription> views, ViewRun run)
{
    private readonly IReadOnlyList<ViewResult> _results = run.Conclude();

    /// <summary>The views, in the order of the sections of a summary, of a trace with events of threads.</summary>
    public static IReadOnlyList<ViewDescription> Views { get; } =
    [
        SpansView.Requests,
        SpansView.HttpClient,
        GcPausesView.Description,
        AllocationsView.Description,
        ExceptionsView.Description,
        ContentionsView.Description,
        WaitsView.Description,
        ThreadPoolView.Description,
        HotMethodsView.Description,
    ];

    /// <summary>The views, in the same order, of a trace with all states of all threads.</summary>
    public static IReadOnlyList<ViewDescription> StateViews { get; } =
    [
        CollectionsView.Description,
        GcPausesView.StopTheWorld,
        StartFunctionsView.Description,
        BlockingView.Description,
        SchedulingView.Description,
        SyscallsView.Description,
        HotMethodsView.Description,
    ];

    /// <summary>What the answers refer to.</summary>
    public TraceContext Context => run.Context;

    /// <summary>The extent of the trace.</summary>
    public TraceExtent Extent => run.Extent;

    /// <summary>Whether no event has a stack, so that no answer has a place.</summary>
    public bool AreUnknown => _results.Any(result => result.Notes.Contains(ViewRun.NoStacks));

    /// <summary>The answers, each with its view.</summary>
    public IEnumerable<(ViewDescription View, ViewResult Result)> All => views.Zip(_results);

    /// <summary>The answer of a view.</summary>
    public ViewResult Result(string view) => All.First(one => one.View.Name == view).Result;

    /// <summary>A table of the answer of a view.</summary>
    public ViewTable Table(string view, string table) =>
        Result(view).Tables.First(one => one.Description.Name == table);
}
