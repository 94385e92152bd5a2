using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Tables;

/// <summary>Runs one or several views over a trace in one reading. Not safe for concurrent use.</summary>
internal sealed class ViewRun
{
    private readonly IView[] _views;
    private readonly Observer _observer = new();

    /// <param name="descriptions">The views to run.</param>
    /// <param name="options">What the user has chosen.</param>
    public ViewRun(IReadOnlyList<ViewDescription> descriptions, ViewOptions options)
    {
        _views = [.. descriptions.Select(description => description.Create(options))];
        Model = new TraceModel([_observer, .. _views]);
    }

    /// <summary>Receives the records of the trace.</summary>
    public IModelSink Model { get; }

    /// <summary>What is known of the trace, from the first record on.</summary>
    public TraceContext Context => _observer.Context;

    /// <summary>The extent of the trace, after the last record.</summary>
    public TraceExtent Extent => _observer.Extent;

    /// <summary>The answers, in the order of the descriptions, after the last record.</summary>
    public IReadOnlyList<ViewResult> Conclude() => [.. _views.Select(view => view.Conclude())];

    private sealed class Observer : IModelSink
    {
        public TraceContext Context { get; private set; } = TraceContext.Empty;

        public TraceExtent Extent { get; private set; }

        public ModelNeeds Needs => ModelNeeds.None;

        public void OnBegin(TraceContext context) => Context = context;

        public void OnEnd(TraceExtent extent) => Extent = extent;
    }
}
