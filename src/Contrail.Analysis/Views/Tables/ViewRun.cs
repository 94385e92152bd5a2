using Contrail.Analysis.Filters;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Tables;

/// <summary>Runs one or several views over a trace in one reading. Not safe for concurrent use.</summary>
internal sealed class ViewRun
{
    /// <summary>The note of a view with places in a file without stacks.</summary>
    public const string NoStacks =
        "Places in the code are unknown: none of these events has a stack. The profiles requests and "
            + "collections record none.";

    private const string WholeWindow = "Rates are averages over the whole window, not over the range of the filter.";

    private readonly IView[] _views;
    private readonly FilteringSink[] _filtering;
    private readonly Observer _observer = new();

    /// <param name="descriptions">The views to run.</param>
    /// <param name="options">What the user has chosen.</param>
    public ViewRun(IReadOnlyList<ViewDescription> descriptions, ViewOptions options)
    {
        _views = [.. descriptions.Select(description => description.Create(options))];
        _filtering = options.Filter is { } filter
            ? [.. _views.Select(view => new FilteringSink(view, filter))]
            : [];
        IModelSink[] sinks = options.Filter is null ? _views : _filtering;
        Model = new TraceModel([_observer, .. sinks]);
    }

    /// <summary>Receives the records of the trace.</summary>
    public IModelSink Model { get; }

    /// <summary>What is known of the trace, from the first record on.</summary>
    public TraceContext Context => _observer.Context;

    /// <summary>The extent of the trace, after the last record.</summary>
    public TraceExtent Extent => _observer.Extent;

    /// <summary>Whether the trace does not contain the time of day that the filter uses.</summary>
    public bool IsTimeOfDayMissing => _filtering.Any(sink => sink.IsTimeOfDayMissing);

    /// <summary>Which payload fields of the filter the events do not have; null without a filter.</summary>
    public PayloadFieldCheck? PayloadFields => _filtering.FirstOrDefault()?.PayloadFields;

    /// <summary>The answers, in the order of the descriptions, after the last record.</summary>
    public IReadOnlyList<ViewResult> Conclude() => [.. _views.Select((view, index) => Noted(view.Conclude(), index))];

    private ViewResult Noted(ViewResult result, int index)
    {
        List<string> notes = [.. result.Notes];
        bool hasStacks = !_views[index].Needs.HasFlag(ModelNeeds.Stacks) || !Context.Stacks.IsEmpty;
        if (!hasStacks && HasValues(result, ViewUnit.Stack))
        {
            notes.Add(NoStacks);
        }

        if (_filtering.Length > 0 && HasValues(result, ViewUnit.Rate))
        {
            notes.Add(WholeWindow);
        }

        return result with { Notes = notes };
    }

    private static bool HasValues(ViewResult result, ViewUnit unit) => result.Tables.Any(
        table => table.Rows.Count > 0 && table.Description.Columns.Any(column => column.Unit == unit));

    private sealed class Observer : IModelSink
    {
        public TraceContext Context { get; private set; } = TraceContext.Empty;

        public TraceExtent Extent { get; private set; }

        public ModelNeeds Needs => ModelNeeds.None;

        public void OnBegin(TraceContext context) => Context = context;

        public void OnEnd(TraceExtent extent) => Extent = extent;
    }
}
