using Contrail.Analysis.GoTrace.Interpreting;
using Contrail.Analysis.GoTrace.Reading;
using Contrail.Analysis.Model;
using Contrail.Core.Formats;

namespace Contrail.Analysis.Views.GoTrace;

/// <summary>
/// Collects the summary of a Go trace: pauses and annotations from the model, the states of goroutines and procs from
/// the events. Not safe for concurrent use.
/// </summary>
internal sealed class GoSummaryTally : IGoTraceVisitor
{
    private const int MaxGaps = 100;

    private readonly GoroutineTally _goroutines = new();
    private readonly PauseView _pauses = new();
    private readonly ProcTally _procs = new();
    private readonly AnnotationView _annotations = new();
    private readonly GoInterpreter _interpreter;
    private readonly List<GenerationGap> _gaps = [];
    private long? _first;
    private long _last;
    private long _begun;
    private bool _isBehindGap;
    private double _missing;
    private DateTime? _firstUtc;
    private long _sampleCount;

    public GoSummaryTally() => _interpreter = new GoInterpreter(new TraceModel(_pauses, _annotations));

    /// <inheritdoc/>
    public void OnGap(GenerationGap gap)
    {
        Cut();
        _interpreter.OnGap(gap);
        _isBehindGap = true;
        if (_gaps.Count < MaxGaps)
        {
            _gaps.Add(gap);
        }
    }

    /// <inheritdoc/>
    public void OnEvent(in GoEvent current)
    {
        _first ??= current.Time;
        _missing += _isBehindGap ? Elapsed.Between(_last, current.Time) : 0;
        _begun = _isBehindGap || _last == 0 ? current.Time : _begun;
        _isBehindGap = false;
        _last = current.Time;
        _interpreter.OnEvent(current);
        switch (current.Kind)
        {
            case GoEventKind.Sync:
                AddSync(GoSync.Of(current));
                break;
            case GoEventKind.StateTransition:
                AddTransition(current);
                break;
            case GoEventKind.StackSample:
                _sampleCount++;
                break;
        }
    }

    /// <summary>What there was in all.</summary>
    public GoTraceSummary Conclude(GoTraceReader reader)
    {
        Cut();
        _interpreter.Complete();
        long start = _first ?? 0;
        return new GoTraceSummary
        {
            Version = reader.Version,
            Window = Elapsed.ToTimeSpan(Elapsed.Between(start, _last) - _missing),
            FirstUtc = _firstUtc,
            LastUtc = Elapsed.After(_firstUtc, Elapsed.Between(start, _last)),
            EventCount = reader.EventCount,
            GenerationCount = reader.GenerationCount,
            GoroutineCount = _goroutines.Count,
            Goroutines = _goroutines.Conclude(),
            CollectionCount = _pauses.MarkCount,
            Collecting = _pauses.Marking,
            Stops = _pauses.Reasons(),
            LongestStops = _pauses.Longest(),
            Procs = _procs.Conclude(),
            Tasks = _annotations.Tasks(),
            OpenTaskCount = _annotations.OpenTaskCount,
            Regions = _annotations.Regions(),
            LogCount = _annotations.LogCount,
            SampleCount = _sampleCount,
            GapCount = reader.GapCount,
            Gaps = _gaps,
            Fault = reader.Status == SplitStatus.End ? "" : reader.Fault,
            GoodBytes = reader.GoodBytes,
        };
    }

    private void AddSync(in GoSync sync)
    {
        if (_firstUtc is null && sync.Snapshot is { } read)
        {
            // The clocks were read some time before or after the first event; the times of a trace may be anything.
            double ticks = read.Utc.Ticks + (((double)_first!.Value - sync.SnapshotTime) / TimeSpan.NanosecondsPerTick);
            _firstUtc = new DateTime((long)Math.Clamp(ticks, 0, 3e18), DateTimeKind.Utc);
        }
    }

    private void AddTransition(in GoEvent current)
    {
        GoTransition transition = GoTransition.Of(current);

        // A state is reported before any event changes it, so it has been the state since the first generation.
        long since = transition.From == GoState.Undetermined ? _begun : current.Time;
        if (transition.Subject.Kind == GoResourceKind.Goroutine)
        {
            _goroutines.Add(current, transition, since);
        }
        else
        {
            _procs.Add(current, transition, since);
        }
    }

    private void Cut()
    {
        _goroutines.Cut(_last);
        _procs.Cut(_last);
    }
}
