using System.Text;
using Contrail.Analysis.GoTrace.Reading;
using Contrail.Analysis.Model;
using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Interpreting;

/// <summary>Makes states of goroutines of their transitions. Not safe for concurrent use.</summary>
internal sealed class GoStateInterpreter(IModelSink sink, GoStacks stacks)
{
    /// <summary>More than a runtime has; each generation has its own copy of each.</summary>
    private const int MaxReasons = 10_000;

    private readonly Dictionary<byte[], string> _reasons = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<long, State> _open = [];

    /// <summary>Adds a transition of a goroutine.</summary>
    /// <param name="current">The event.</param>
    /// <param name="transition">Its transition.</param>
    /// <param name="at">When.</param>
    /// <param name="knownSince">Since when the trace has no gap: the shown start of what began earlier.</param>
    public void Add(in GoEvent current, in GoTransition transition, TraceTime at, TraceTime knownSince)
    {
        long id = transition.Subject.Id;
        if (!_open.TryGetValue(id, out State open))
        {
            // A state is reported before any event changes it, so it has been the state since the first generation.
            bool isFromBefore = transition.From == GoState.Undetermined;
            string function = FunctionOf(transition);
            open = new State(
                function, transition.To, ReasonOf(transition), stacks.Find(current), isFromBefore ? knownSince : at,
                isFromBefore, WakerOf(current, transition));
        }
        else if (transition.From != transition.To)
        {
            // A stack that is taken later shows the function too.
            string function = open.Function.Length > 0 ? open.Function : FunctionOf(transition);
            bool isLast = transition.To == GoState.NotExist;
            Add(id, open with { Function = function }, at, isOpenAtEnd: false, isLast);
            open = new State(
                function, transition.To, ReasonOf(transition), stacks.Find(current), at, IsOpenAtStart: false,
                WakerOf(current, transition));
        }

        if (transition.To == GoState.NotExist)
        {
            _open.Remove(id);
        }
        else
        {
            _open[id] = open;
        }
    }

    /// <summary>Adds what is open, and forgets it.</summary>
    public void Cut(TraceTime at)
    {
        foreach ((long id, State open) in _open)
        {
            Add(id, open, at, isOpenAtEnd: true, isLast: false);
        }

        _open.Clear();
    }

    // The outermost call is what a goroutine began with, whenever its stack is taken.
    private static string FunctionOf(in GoTransition transition)
    {
        GoStackTrace stack = transition.Stack;
        return stack.Depth > 0 ? stack.Function(stack.Depth - 1) : "";
    }

    private static long WakerOf(in GoEvent current, in GoTransition transition) =>
        transition.To == GoState.Runnable && current.Goroutine != transition.Subject.Id
            ? Math.Max(0, current.Goroutine)
            : 0;

    // The texts of a generation are the same arrays each time.
    private string ReasonOf(in GoTransition transition)
    {
        if (transition.ReasonBytes is not { Length: > 0 } bytes)
        {
            return "";
        }

        if (!_reasons.TryGetValue(bytes, out string? reason))
        {
            if (_reasons.Count >= MaxReasons)
            {
                _reasons.Clear();
            }

            reason = Encoding.UTF8.GetString(bytes);
            _reasons.Add(bytes, reason);
        }

        return reason;
    }

    private static ThreadActivity ActivityOf(GoState state) => state switch
    {
        GoState.Running => ThreadActivity.Running,
        GoState.Runnable => ThreadActivity.Ready,
        GoState.Waiting => ThreadActivity.Waiting,
        GoState.Syscall => ThreadActivity.Syscall,
        _ => ThreadActivity.Unknown,
    };

    private void Add(long id, in State state, TraceTime end, bool isOpenAtEnd, bool isLast)
    {
        TimeRange range = new(state.Since, end, state.IsOpenAtStart, isOpenAtEnd);
        sink.Add(new ExecutionState(id, ActivityOf(state.Kind), state.Reason, range)
        {
            Function = state.Function,
            Stack = state.Stack,
            WakerId = state.WakerId,
            IsLast = isLast,
        });
    }

    private readonly record struct State(
        string Function, GoState Kind, string Reason, StackId Stack, TraceTime Since, bool IsOpenAtStart,
        long WakerId);
}
