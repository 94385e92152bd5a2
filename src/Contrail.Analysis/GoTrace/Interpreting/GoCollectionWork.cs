using Contrail.Analysis.GoTrace.Reading;
using Contrail.Analysis.Model;
using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Interpreting;

/// <summary>
/// Finds when goroutines ran for the collector: its workers, by the label that the runtime gives them, and goroutines
/// that have to assist. Not safe for concurrent use.
/// </summary>
internal sealed class GoCollectionWork(IModelSink sink, GoStacks stacks)
{
    private readonly Dictionary<long, Work> _works = [];
    private double _procs = 1;

    /// <summary>Adds an event.</summary>
    public void Add(in GoEvent current, TraceTime at)
    {
        switch (current.Kind)
        {
            case GoEventKind.Metric when GoMetric.Of(current) is var metric && IsProcCount(metric):
                _procs = Math.Max(1, metric.Value);
                break;
            case GoEventKind.Label when IsWorker(GoLabel.Of(current).Text.Span):
                Begin(current.Goroutine, new Work(IsAssist: false, at, false, StackId.None), at);
                break;
            case GoEventKind.RangeBegin or GoEventKind.RangeActive:
                BeginAssist(current, at);
                break;
            case GoEventKind.RangeEnd when GoRange.Of(current) is { IsMarkAssist: true } range:
                End(range.Scope.Id, at);
                break;
            case GoEventKind.StateTransition when _works.Count > 0:
                Change(GoTransition.Of(current), at);
                break;
        }
    }

    /// <summary>Adds what is open, and forgets it.</summary>
    public void Cut(TraceTime at)
    {
        foreach ((long id, Work work) in _works)
        {
            Report(id, work, at, isOpenAtEnd: true);
        }

        _works.Clear();
    }

    private static bool IsProcCount(in GoMetric metric) =>
        metric.Name.Span.SequenceEqual("/sched/gomaxprocs:threads"u8);

    // An idle worker takes nothing from the application.
    private static bool IsWorker(ReadOnlySpan<byte> label) =>
        label.StartsWith("GC "u8) && !label.SequenceEqual("GC (idle)"u8);

    private void BeginAssist(in GoEvent current, TraceTime at)
    {
        GoRange range = GoRange.Of(current);
        if (range.IsMarkAssist && !_works.ContainsKey(range.Scope.Id))
        {
            // Of an assist that was active before, the trace does not contain whether its goroutine runs.
            bool isFromBefore = current.Kind == GoEventKind.RangeActive;
            TraceTime? since = isFromBefore ? null : at;
            Begin(range.Scope.Id, new Work(IsAssist: true, since, isFromBefore, stacks.Find(current)), at);
        }
    }

    private void Begin(long goroutine, in Work work, TraceTime at)
    {
        End(goroutine, at);
        _works[goroutine] = work;
    }

    private void Change(in GoTransition transition, TraceTime at)
    {
        long id = transition.Subject.Id;
        if (transition.Subject.Kind != GoResourceKind.Goroutine || !_works.TryGetValue(id, out Work work))
        {
            return;
        }

        if (transition.To == GoState.Running)
        {
            _works[id] = work with { Since = work.Since ?? at };
        }
        else if (work.IsAssist && transition.To != GoState.NotExist)
        {
            Report(id, work, at, isOpenAtEnd: false);
            _works[id] = work with { Since = null, IsOpenAtStart = false };
        }
        else
        {
            End(id, at);
        }
    }

    private void End(long goroutine, TraceTime at)
    {
        if (_works.Remove(goroutine, out Work work))
        {
            Report(goroutine, work, at, isOpenAtEnd: false);
        }
    }

    private void Report(long goroutine, in Work work, TraceTime end, bool isOpenAtEnd)
    {
        if (work.Since is { } since)
        {
            TimeRange range = new(since, end, work.IsOpenAtStart, isOpenAtEnd);
            sink.Add(new CollectionWork(work.IsAssist, goroutine, range, work.Stack) { ProcessorShare = 1 / _procs });
        }
    }

    private readonly record struct Work(bool IsAssist, TraceTime? Since, bool IsOpenAtStart, StackId Stack);
}
