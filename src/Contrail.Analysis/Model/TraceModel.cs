namespace Contrail.Analysis.Model;

/// <summary>Passes each record to the views that declare its kind. Not safe for concurrent use.</summary>
internal sealed class TraceModel(params IModelSink[] views) : IModelSink
{
    /// <inheritdoc/>
    public ModelNeeds Needs { get; } = views.Aggregate(ModelNeeds.None, (needs, view) => needs | view.Needs);

    /// <inheritdoc/>
    public void Add(in Pause pause)
    {
        foreach (IModelSink view in views)
        {
            if (view.Needs.HasFlag(ModelNeeds.Pauses))
            {
                view.Add(pause);
            }
        }
    }

    /// <inheritdoc/>
    public void Add(in MarkPhase phase)
    {
        foreach (IModelSink view in views)
        {
            if (view.Needs.HasFlag(ModelNeeds.MarkPhases))
            {
                view.Add(phase);
            }
        }
    }

    /// <inheritdoc/>
    public void Add(in Region region)
    {
        foreach (IModelSink view in views)
        {
            if (view.Needs.HasFlag(ModelNeeds.Regions))
            {
                view.Add(region);
            }
        }
    }

    /// <inheritdoc/>
    public void Add(in TraceTask task)
    {
        foreach (IModelSink view in views)
        {
            if (view.Needs.HasFlag(ModelNeeds.Tasks))
            {
                view.Add(task);
            }
        }
    }

    /// <inheritdoc/>
    public void Add(in LogRecord log)
    {
        foreach (IModelSink view in views)
        {
            if (view.Needs.HasFlag(ModelNeeds.Logs))
            {
                view.Add(log);
            }
        }
    }

    /// <inheritdoc/>
    public void OnGap()
    {
        foreach (IModelSink view in views)
        {
            view.OnGap();
        }
    }
}
