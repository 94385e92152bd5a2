using System.Text;
using Contrail.Analysis.GoTrace.Reading;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.GoTrace.Interpreting;

/// <summary>Builds pauses and collections from the ranges of a Go trace. Not safe for concurrent use.</summary>
internal sealed class GoRangeInterpreter(IModelSink sink)
{
    private readonly Dictionary<GoResource, (string Reason, TraceTime At)> _stops = [];
    private (TraceTime At, bool IsOpenAtStart)? _mark;

    /// <summary>Adds an event of a range.</summary>
    public void Add(in GoEvent current, TraceTime at)
    {
        GoRange range = GoRange.Of(current);
        if (range.IsMarkPhase && sink.Needs.HasFlag(ModelNeeds.Collections))
        {
            AddMark(current.Kind, at);
        }
        else if (range.IsStop && sink.Needs.HasFlag(ModelNeeds.Pauses))
        {
            AddStop(current.Kind, range, at);
        }
    }

    /// <summary>Adds what is open, and forgets it.</summary>
    public void Cut(TraceTime at)
    {
        foreach ((string reason, TraceTime began) in _stops.Values)
        {
            sink.Add(PauseOf(reason, new TimeRange(began, at, IsOpenAtStart: false, IsOpenAtEnd: true)));
        }

        _stops.Clear();
        EndMark(at, isOpenAtEnd: true);
    }

    // The reason of a stop for the collector is "stop-the-world (GC sweep termination)", for example.
    private static Pause PauseOf(string reason, TimeRange range) => new(
        reason.Contains("(GC ", StringComparison.Ordinal) ? PauseCause.Collection : PauseCause.Other, reason, range);

    private void AddStop(GoEventKind kind, in GoRange range, TraceTime at)
    {
        if (kind != GoEventKind.RangeEnd)
        {
            _stops[range.Scope] = (Encoding.UTF8.GetString(range.Name.Span), at);
        }
        else if (_stops.Remove(range.Scope, out (string Reason, TraceTime At) began))
        {
            sink.Add(PauseOf(began.Reason, new TimeRange(began.At, at, IsOpenAtStart: false, IsOpenAtEnd: false)));
        }
    }

    private void AddMark(GoEventKind kind, TraceTime at)
    {
        if (kind == GoEventKind.RangeEnd)
        {
            EndMark(at, isOpenAtEnd: false);
        }
        else
        {
            // A phase that is active where a generation starts is reported again.
            _mark ??= (at, kind == GoEventKind.RangeActive);
        }
    }

    private void EndMark(TraceTime at, bool isOpenAtEnd)
    {
        if (_mark is { } began)
        {
            TimeRange range = new(began.At, at, began.IsOpenAtStart, isOpenAtEnd);
            sink.Add(new Collection(Number: null, Generation: null, "", IsConcurrent: true, range));
            _mark = null;
        }
    }
}
