using Contrail.Analysis.Findings;
using Contrail.Analysis.GoTrace.Interpreting;
using Contrail.Analysis.GoTrace.Reading;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views;
using Contrail.Analysis.Views.Catalog;
using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Summary;

/// <summary>
/// Collects the summary of a Go trace: everything from the model, except the use of procs, which only Go has. Not safe
/// for concurrent use.
/// </summary>
internal sealed class GoSummaryTally : IGoTraceVisitor
{
    private const int MaxGaps = 100;

    private readonly ExecutionView _goroutines = new();
    private readonly PauseView _pauses = new();
    private readonly ProcTally _procs = new();
    private readonly AnnotationView _annotations = new();
    private readonly SampleView _samples = new();
    private readonly FindingRun _findings = new(RuleCatalog.All, SummaryPlaces.StateViews);
    private readonly GoInterpreter _interpreter;
    private readonly List<GenerationGap> _gaps = [];
    private long _last;
    private long _started;
    private bool _isAfterGap;
    private double _missing;

    /// <param name="file">What is known of the file.</param>
    public GoSummaryTally(FileDescription file) => _interpreter = new GoInterpreter(
        new TraceModel(_goroutines, _pauses, _annotations, _samples, _findings.Model), file);

    /// <inheritdoc/>
    public void OnGap(GenerationGap gap)
    {
        _procs.Cut(_last);
        _interpreter.OnGap(gap);
        _isAfterGap = true;
        if (_gaps.Count < MaxGaps)
        {
            _gaps.Add(gap);
        }
    }

    /// <inheritdoc/>
    public void OnEvent(in GoEvent current)
    {
        _missing += _isAfterGap ? Elapsed.Between(_last, current.Time) : 0;
        _started = _isAfterGap || _last == 0 ? current.Time : _started;
        _isAfterGap = false;
        _last = current.Time;
        _interpreter.OnEvent(current);
        if (current.Kind == GoEventKind.StateTransition)
        {
            AddProc(current);
        }
    }

    /// <summary>The summary of the whole trace.</summary>
    public GoTraceSummary Conclude(GoTraceReader reader)
    {
        _procs.Cut(_last);
        _interpreter.Complete();
        TraceExtent extent = _interpreter.Extent;
        FindingReport findings = _findings.Conclude();
        return new GoTraceSummary
        {
            Version = reader.Version,
            Window = Elapsed.ToTimeSpan(Math.Max(0, extent.End.Nanoseconds - _missing)),
            FirstUtc = extent.StartUtc,
            LastUtc = extent.ToUtc(extent.End),
            EventCount = reader.EventCount,
            GenerationCount = reader.GenerationCount,
            GoroutineCount = _goroutines.Count,
            Goroutines = _goroutines.Conclude(),
            CollectionCount = _pauses.CollectionCount,
            Collecting = _pauses.Collecting,
            Stops = _pauses.Reasons(),
            LongestStops = _pauses.Longest(),
            Procs = _procs.Conclude(),
            Tasks = _annotations.Tasks(),
            OpenTaskCount = _annotations.OpenTaskCount,
            Regions = _annotations.Regions(),
            LogCount = _annotations.LogCount,
            SampleCount = _samples.Count,
            Findings = findings,
            Places = new SummaryPlaces(
                SummaryPlaces.StateViews, findings.Answers, findings.Context, findings.Extent),
            GapCount = reader.GapCount,
            Gaps = _gaps,
            Fault = reader.Fault,
            GoodBytes = reader.GoodBytes,
        };
    }

    private void AddProc(in GoEvent current)
    {
        GoTransition transition = GoTransition.Of(current);
        if (transition.Subject.Kind == GoResourceKind.Proc)
        {
            // A state is reported before any event changes it, so it has been the state since the first generation.
            _procs.Add(current, transition, transition.From == GoState.Undetermined ? _started : current.Time);
        }
    }
}
