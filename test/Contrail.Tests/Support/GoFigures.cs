using Contrail.Analysis.GoTrace;
using Contrail.Analysis.Model;
using Contrail.Core.Triggers;

namespace Contrail.Tests.Support;

/// <summary>What the views are given of a Go trace, as observations: records whose begin and end are known.</summary>
internal sealed class GoFigures : IModelSink
{
    private readonly List<Observation> _found = [];

    public ModelNeeds Needs =>
        ModelNeeds.Pauses | ModelNeeds.ExecutionStates | ModelNeeds.Regions | ModelNeeds.Tasks | ModelNeeds.Logs;

    /// <summary>The observations of a trace.</summary>
    public static List<Observation> Of(byte[] trace)
    {
        GoFigures figures = new();
        using MemoryStream stream = new(trace);
        GoTraceModel.TryRead(stream, null, figures, out _, CancellationToken.None);
        return figures._found;
    }

    public void Add(in Pause pause)
    {
        Add(SignalKind.StopTheWorld, pause.Reason["stop-the-world (".Length..^1], pause.Range);
        if (pause.Cause == PauseCause.Collection)
        {
            Add(SignalKind.GcPause, "", pause.Range);
        }
    }

    public void Add(in ExecutionState state)
    {
        if (state.Activity == ThreadActivity.Ready)
        {
            Add(SignalKind.Scheduling, "", state.Range);
        }
    }

    public void Add(in Region region) => Add(SignalKind.Region, region.Name, region.Range);

    public void Add(in TraceTask task) => Add(SignalKind.Region, task.Name, task.Range);

    public void Add(in LogRecord log) =>
        _found.Add(new Observation(SignalKind.Log, 0) { Subject = log.Category, Text = log.Message });

    private void Add(SignalKind signal, string subject, TimeRange range)
    {
        if (range.IsWhole)
        {
            _found.Add(new Observation(signal, 0) { Subject = subject, Value = range.Nanoseconds });
        }
    }
}
