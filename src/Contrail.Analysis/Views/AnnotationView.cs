using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views;

/// <summary>Adds up the tasks, regions and log messages of an application. Not safe for concurrent use.</summary>
internal sealed class AnnotationView : IModelSink
{
    private readonly NamedTimes _tasks = new();
    private readonly NamedTimes _regions = new();

    /// <inheritdoc/>
    public ModelNeeds Needs => ModelNeeds.Tasks | ModelNeeds.Regions | ModelNeeds.Logs;

    /// <summary>Log messages.</summary>
    public long LogCount { get; private set; }

    /// <summary>Tasks that had not ended where the trace ends; those that a gap cuts are not counted.</summary>
    public int OpenTaskCount { get; private set; }

    /// <inheritdoc/>
    public void Add(in TraceTask task)
    {
        OpenTaskCount += task.Range.IsOpenAtEnd ? 1 : 0;
        if (task.Range.IsWhole)
        {
            _tasks.Add(task.Name, task.Range.Nanoseconds);
        }
    }

    /// <inheritdoc/>
    public void Add(in Region region)
    {
        if (region.Range.IsWhole)
        {
            _regions.Add(region.Name, region.Range.Nanoseconds);
        }
    }

    /// <inheritdoc/>
    public void Add(in LogRecord log) => LogCount++;

    /// <inheritdoc/>
    public void OnGap() => OpenTaskCount = 0;

    /// <summary>Whole tasks by their name, the longest total first.</summary>
    public IReadOnlyList<TimeByName> Tasks() => _tasks.Conclude();

    /// <summary>Whole regions by their name, the longest total first.</summary>
    public IReadOnlyList<TimeByName> Regions() => _regions.Conclude();
}
