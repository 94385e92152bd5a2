using Contrail.Analysis.GoTrace.Reading;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.GoTrace.Interpreting;

/// <summary>
/// Turns the events of a Go trace into records of the model. Goroutine states and CPU samples are not interpreted.
/// Not safe for concurrent use.
/// </summary>
internal sealed class GoInterpreter(IModelSink sink) : IGoTraceVisitor
{
    private readonly GoRangeInterpreter _ranges = new(sink);
    private readonly GoAnnotationInterpreter _annotations = new(sink);
    private long? _origin;
    private TraceTime _last;
    private TraceTime _knownSince;
    private bool _isAfterGap;

    /// <inheritdoc/>
    public void OnEvent(in GoEvent current)
    {
        _origin ??= current.Time;
        _last = TraceTime.Since(_origin.Value, current.Time);
        _knownSince = _isAfterGap ? _last : _knownSince;
        _isAfterGap = false;
        if (current.Kind is GoEventKind.RangeBegin or GoEventKind.RangeActive or GoEventKind.RangeEnd)
        {
            _ranges.Add(current, _last);
        }
        else
        {
            _annotations.Add(current, _last, _knownSince);
        }
    }

    /// <inheritdoc/>
    public void OnGap(GenerationGap gap)
    {
        Complete();
        _isAfterGap = true;
        sink.OnGap();
    }

    /// <summary>Adds what is open where the trace ends.</summary>
    public void Complete()
    {
        _ranges.Cut(_last);
        _annotations.Cut(_last);
    }
}
