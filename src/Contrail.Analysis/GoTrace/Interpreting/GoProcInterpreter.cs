using Contrail.Analysis.GoTrace.Reading;
using Contrail.Analysis.Model;
using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Interpreting;

/// <summary>Makes uses of processors from the transitions of procs. Not safe for concurrent use.</summary>
internal sealed class GoProcInterpreter(IModelSink sink)
{
    private readonly Dictionary<long, (TraceTime At, bool IsOpenAtStart)> _used = [];
    private readonly HashSet<long> _seen = [];

    /// <summary>Adds a transition of a proc.</summary>
    /// <param name="transition">The transition.</param>
    /// <param name="at">When.</param>
    /// <param name="knownSince">Since when the trace has no gap: the shown start of what began earlier.</param>
    public void Add(in GoTransition transition, TraceTime at, TraceTime knownSince)
    {
        long id = transition.Subject.Id;
        if (transition.To == GoState.Running)
        {
            // A state is reported before any event changes it, so it has been the state since the first generation.
            bool isFromBefore = transition.From == GoState.Undetermined && !_seen.Contains(id);
            _used.TryAdd(id, (isFromBefore ? knownSince : at, isFromBefore));
        }
        else if (_used.Remove(id, out (TraceTime At, bool IsOpenAtStart) began))
        {
            sink.Add(new ProcUse(id, new TimeRange(began.At, at, began.IsOpenAtStart, IsOpenAtEnd: false)));
        }
        else if (!_seen.Contains(id))
        {
            sink.Add(new ProcUse(id, new TimeRange(at, at, IsOpenAtStart: false, IsOpenAtEnd: false)));
        }

        _seen.Add(id);
    }

    /// <summary>Adds what is open, and forgets it.</summary>
    public void Cut(TraceTime at)
    {
        foreach ((long id, (TraceTime began, bool isOpenAtStart)) in _used)
        {
            sink.Add(new ProcUse(id, new TimeRange(began, at, isOpenAtStart, IsOpenAtEnd: true)));
        }

        _used.Clear();
        _seen.Clear();
    }
}
