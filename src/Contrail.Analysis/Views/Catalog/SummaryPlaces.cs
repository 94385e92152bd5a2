using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>The answers of the views that show the places in the code of a summary.</summary>
/// <param name="views">The views.</param>
/// <param name="answers">The answers of these views, and of others, by name.</param>
/// <param name="context">What the answers refer to.</param>
/// <param name="extent">The extent of the trace.</param>
internal sealed class SummaryPlaces(
    IReadOnlyList<ViewDescription> views,
    IReadOnlyDictionary<string, ViewResult> answers,
    TraceContext context,
    TraceExtent extent)
{
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
    public TraceContext Context => context;

    /// <summary>The extent of the trace.</summary>
    public TraceExtent Extent => extent;

    /// <summary>Whether no event has a stack, so that no answer has a place.</summary>
    public bool AreUnknown => All.Any(one => one.Result.Notes.Contains(ViewRun.NoStacks));

    /// <summary>The answers, each with its view.</summary>
    public IEnumerable<(ViewDescription View, ViewResult Result)> All =>
        views.Select(view => (view, answers[view.Name]));

    /// <summary>The answer of a view.</summary>
    public ViewResult Result(string view) => answers[view];

    /// <summary>A table of the answer of a view.</summary>
    public ViewTable Table(string view, string table) =>
        Result(view).Tables.First(one => one.Description.Name == table);
}
