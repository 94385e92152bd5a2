using System.Text;
using Contrail.Analysis.GoTrace.Reading;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.GoTrace.Interpreting;

/// <summary>Turns the events of a Go trace into records of the model. Not safe for concurrent use.</summary>
internal sealed class GoInterpreter : IGoTraceVisitor
{
    private readonly IModelSink _sink;
    private readonly GoRangeInterpreter _ranges;
    private readonly GoAnnotationInterpreter _annotations;
    private readonly GoStateInterpreter _states;
    private readonly GoStacks _stacks;
    private long? _origin;
    private DateTime? _startUtc;
    private TraceTime _last;
    private TraceTime _knownSince;
    private bool _isAfterGap;

    public GoInterpreter(IModelSink sink)
    {
        _sink = sink;
        _ranges = new GoRangeInterpreter(sink);
        _annotations = new GoAnnotationInterpreter(sink);
        _states = new GoStateInterpreter(sink);
        StackTable stacks = new();
        _stacks = new GoStacks(stacks);
        sink.OnBegin(new TraceContext(stacks, new ThreadNames(), TraceCoverage.Unknown));
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
        switch (current.Kind)
        {
            case GoEventKind.Sync:
                AddSync(GoSync.Of(current));
                break;
            case GoEventKind.RangeBegin or GoEventKind.RangeActive or GoEventKind.RangeEnd:
                _ranges.Add(current, _last);
                break;
            case GoEventKind.StateTransition when _sink.Needs.HasFlag(ModelNeeds.ExecutionStates):
                _states.Add(current, _last, _knownSince);
                break;
            case GoEventKind.StackSample when _sink.Needs.HasFlag(ModelNeeds.Samples):
                _sink.Add(new Sample(SampleKind.Cpu, _last, Math.Max(0, current.Goroutine), StackOf(current)));
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
        _isAfterGap = true;
        _sink.OnGap();
    }

    /// <summary>Adds what is open where the trace ends.</summary>
    public void Complete()
    {
        Cut();
        _sink.OnEnd(Extent);
    }

    private void Cut()
    {
        _ranges.Cut(_last);
        _annotations.Cut(_last);
        _states.Cut(_last);
    }

    private StackId StackOf(in GoEvent current) =>
        _sink.Needs.HasFlag(ModelNeeds.Stacks) ? _stacks.Find(current) : StackId.None;

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
