using System.Text;
using Contrail.Analysis.GoTrace.Reading;
using Contrail.Analysis.Model;
using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Interpreting;

/// <summary>Builds pauses and collections from the ranges of a Go trace. Not safe for concurrent use.</summary>
internal sealed class GoRangeInterpreter(IModelSink sink, GoStacks stacks)
{
    private const string Induced = "induced";

    private readonly Dictionary<GoResource, (string Reason, TraceTime At, StackId Stack)> _stops = [];
    private (TraceTime At, bool IsOpenAtStart, string Reason, StackId Stack)? _mark;

    /// <summary>Adds an event of a range.</summary>
    public void Add(in GoEvent current, TraceTime at)
    {
        GoRange range = GoRange.Of(current);
        if (range.IsMarkPhase && sink.Needs.HasFlag(ModelNeeds.Collections))
        {
            AddMark(current, at);
        }
        else if (range.IsStop && sink.Needs.HasFlag(ModelNeeds.Pauses))
        {
            AddStop(current, range, at);
        }
    }

    /// <summary>Adds what is open, and forgets it.</summary>
    public void Cut(TraceTime at)
    {
        foreach ((string reason, TraceTime began, StackId stack) in _stops.Values)
        {
            TimeRange range = new(began, at, IsOpenAtStart: false, IsOpenAtEnd: true);
            sink.Add(PauseOf(reason, range, stack));
        }

        _stops.Clear();
        EndMark(at, isOpenAtEnd: true);
    }

    // The reason of a stop for the collector is "stop-the-world (GC sweep termination)", for example.
    private static Pause PauseOf(string reason, TimeRange range, StackId stack)
    {
        bool isForCollection = reason.Contains("(GC ", StringComparison.Ordinal);
        return new Pause(isForCollection ? PauseCause.Collection : PauseCause.Other, reason, range) { Stack = stack };
    }

    // The trace has no reason; the functions that start a collection show it.
    private static string ReasonOf(GoStackTrace stack)
    {
        for (int index = 0; index < stack.Depth; index++)
        {
            string reason = stack.Function(index) switch
            {
                "runtime.GC" or "runtime/debug.FreeOSMemory" or "runtime/debug.freeOSMemory" => Induced,
                "runtime.mallocgc" => "heap reached its goal",
                "runtime.forcegchelper" => "two minutes without a collection",
                _ => "",
            };
            if (reason.Length > 0)
            {
                return reason;
            }
        }

        return "";
    }

    private void AddStop(in GoEvent current, in GoRange range, TraceTime at)
    {
        if (current.Kind != GoEventKind.RangeEnd)
        {
            _stops[range.Scope] = (Encoding.UTF8.GetString(range.Name.Span), at, stacks.Find(current));
        }
        else if (_stops.Remove(range.Scope, out (string Reason, TraceTime At, StackId Stack) began))
        {
            TimeRange stopped = new(began.At, at, IsOpenAtStart: false, IsOpenAtEnd: false);
            sink.Add(PauseOf(began.Reason, stopped, began.Stack));
        }
    }

    private void AddMark(in GoEvent current, TraceTime at)
    {
        if (current.Kind == GoEventKind.RangeEnd)
        {
            EndMark(at, isOpenAtEnd: false);
        }
        else
        {
            // A phase that is active where a generation starts is reported again.
            _mark ??= (
                at, current.Kind == GoEventKind.RangeActive, ReasonOf(current.Stack), stacks.Find(current));
        }
    }

    private void EndMark(TraceTime at, bool isOpenAtEnd)
    {
        if (_mark is { } began)
        {
            TimeRange range = new(began.At, at, began.IsOpenAtStart, isOpenAtEnd);
            sink.Add(new Collection(Number: null, Generation: null, began.Reason, IsConcurrent: true, range)
            {
                Stack = began.Stack,
                IsInduced = began.Reason == Induced,
            });
            _mark = null;
        }
    }
}
