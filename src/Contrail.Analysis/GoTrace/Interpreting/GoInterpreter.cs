using System.Text;
using Contrail.Analysis.GoTrace.Reading;
using Contrail.Analysis.Model;
using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Interpreting;

/// <summary>Turns the events of a Go trace into records of the model. Not safe for concurrent use.</summary>
internal sealed class GoInterpreter : IGoTraceVisitor
{
    private readonly IModelSink _sink;
    private readonly GoRangeInterpreter _ranges;
    private readonly GoAnnotationInterpreter _annotations;
    private readonly GoStateInterpreter _states;
    private readonly GoProcInterpreter _procs;
    private readonly GoCollectionWork _work;
    private readonly GoStacks _stacks;
    private readonly GoEventDetails _details;
    private readonly GoCoverage _coverage = new();
    private long? _origin;
    private DateTime? _startUtc;
    private TraceTime _last;
    private TraceTime _knownSince;
    private bool _isAfterGap;

    /// <param name="sink">Receives the records.</param>
    /// <param name="file">What is known of the file.</param>
    /// <param name="extent">The extent of the trace, if it is known already.</param>
    public GoInterpreter(IModelSink sink, FileDescription file, TraceExtent? extent = null)
    {
        _sink = sink;
        StackTable stacks = new();
        _stacks = new GoStacks(stacks, sink.Needs.HasFlag(ModelNeeds.Stacks));
        _ranges = new GoRangeInterpreter(sink, _stacks);
        _annotations = new GoAnnotationInterpreter(sink, _stacks);
        _states = new GoStateInterpreter(sink, _stacks);
        _procs = new GoProcInterpreter(sink);
        _work = new GoCollectionWork(sink, _stacks);
        _details = new GoEventDetails(_stacks);
        sink.OnBegin(new TraceContext(stacks, new ThreadNames(), _coverage.Result)
        {
            File = file,
            Extent = extent,
            HasGoroutines = true,
        });
    }

    /// <summary>The extent of what has been read; the model's clock starts with the first event.</summary>
    public TraceExtent Extent => new(_last, _startUtc);

    /// <inheritdoc/>
    public void OnEvent(in GoEvent current)
    {
        _origin ??= current.Time;
        _last = TraceTime.Since(_origin.Value, current.Time);
        _knownSince = _isAfterGap ? _last : _knownSince;
        _isAfterGap = false;
        AddEvent(current);
        switch (current.Kind)
        {
            case GoEventKind.Sync:
                AddSync(GoSync.Of(current));
                break;
            case GoEventKind.RangeBegin or GoEventKind.RangeActive or GoEventKind.RangeEnd:
                _ranges.Add(current, _last);
                break;
            case GoEventKind.StateTransition:
                AddTransition(current);
                break;
            case GoEventKind.StackSample when _sink.Needs.HasFlag(ModelNeeds.Samples):
                long goroutine = Math.Max(0, current.Goroutine);
                _coverage.AddSample(_last);
                _sink.Add(new Sample(SampleKind.Cpu, _last, goroutine, _stacks.Find(current)));
                break;
            case GoEventKind.Metric when _sink.Needs.HasFlag(ModelNeeds.Counters):
                GoMetric metric = GoMetric.Of(current);
                _sink.Add(new Counter(_last, Encoding.UTF8.GetString(metric.Name.Span), metric.Value));
                break;
            default:
                _annotations.Add(current, _last, _knownSince);
                break;
        }
    }

    /// <inheritdoc/>
    public void OnGap(GenerationGap gap)
    {
        Cut();
        _coverage.AddPart(_knownSince, _last, isLast: false);
        _isAfterGap = true;
        _sink.OnGap();
    }

    /// <summary>Adds what is open where the trace ends.</summary>
    public void Complete()
    {
        Cut();
        _coverage.AddPart(_knownSince, _last, isLast: true);
        _sink.OnEnd(Extent);
    }

    private void Cut()
    {
        _ranges.Cut(_last);
        _annotations.Cut(_last);
        _states.Cut(_last);
        _procs.Cut(_last);
        _work.Cut(_last);
    }

    private void AddTransition(in GoEvent current)
    {
        ModelNeeds needs = _sink.Needs & (ModelNeeds.ExecutionStates | ModelNeeds.ProcUses);
        if (needs == ModelNeeds.None)
        {
            return;
        }

        GoTransition transition = GoTransition.Of(current);
        if (transition.Subject.Kind == GoResourceKind.Proc && needs.HasFlag(ModelNeeds.ProcUses))
        {
            _procs.Add(transition, _last, _knownSince);
        }
        else if (transition.Subject.Kind == GoResourceKind.Goroutine && needs.HasFlag(ModelNeeds.ExecutionStates))
        {
            _states.Add(current, transition, _last, _knownSince);
        }
    }

    // What every event is, in addition to what its kind means.
    private void AddEvent(in GoEvent current)
    {
        if (_sink.Needs.HasFlag(ModelNeeds.CollectionWork))
        {
            _work.Add(current, _last);
        }

        if (_sink.Needs.HasFlag(ModelNeeds.Events))
        {
            _details.Current = current;
            string name = GoEventDetails.NameOf(current.Kind);
            _sink.Add(new EventRecord(_last, Math.Max(0, current.Goroutine), "", name, _details));
        }
    }

    private void AddSync(in GoSync sync)
    {
        if (_startUtc is null && sync.Snapshot is { } read)
        {
            // The clocks were read some time before or after the first event; the times of a trace may be anything.
            double ticks = read.Utc.Ticks
                + (((double)_origin!.Value - sync.SnapshotTime) / TimeSpan.NanosecondsPerTick);
            _startUtc = new DateTime((long)Math.Clamp(ticks, 0, 3e18), DateTimeKind.Utc);
        }
    }
}
