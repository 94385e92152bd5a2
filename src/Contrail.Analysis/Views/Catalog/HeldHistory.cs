using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// The last states of a goroutine, so that what it did with a lock is known when another one reports that it unlocked.
/// That report arrives later: when the other one runs. Not safe for concurrent use.
/// </summary>
internal sealed class HeldHistory
{
    private const int MaxStates = 64;

    private readonly Queue<Did> _states = new();
    private TraceTime? _knownSince;
    private Did _last;
    private StackId _lastRelease;
    private TraceTime _countedUntil;

    /// <summary>Adds a state; what it ran in between is what remains.</summary>
    public void Add(in ExecutionState state, bool isLockWait)
    {
        _knownSince ??= state.Range.Start;
        if (state.Activity is not (ThreadActivity.Waiting or ThreadActivity.Syscall or ThreadActivity.Ready))
        {
            return;
        }

        if (_states.Count == MaxStates)
        {
            _knownSince = _states.Dequeue().Range.End;
        }

        // After such a wait it has the lock when it runs.
        bool isTaking = isLockWait || (state.Activity == ThreadActivity.Ready && _states.Count > 0
            && _last.IsTaking && _last.Range.End == state.Range.Start);
        bool isPreempted = state.Activity == ThreadActivity.Ready && state.Reason == SchedulingView.Preempted;
        bool hasOwnStack = state.Activity != ThreadActivity.Ready || isPreempted;
        _last = new Did(state.Range, TextOf(state), hasOwnStack ? state.Stack : StackId.None, isTaking)
        {
            IsPreempted = isPreempted,
        };
        _states.Enqueue(_last);
    }

    /// <summary>Adds up what it did from when it is known to hold a lock until it unlocked it.</summary>
    /// <param name="release">Where it unlocked.</param>
    /// <param name="waitingSince">When the wait began that this ended.</param>
    /// <param name="at">When it unlocked.</param>
    /// <param name="add">Receives what, where and for how many nanoseconds.</param>
    public void Release(StackId release, TraceTime waitingSince, TraceTime at, Action<string, StackId, long> add)
    {
        TraceTime since = TraceTime.Max(HeldSince(at), waitingSince);

        // One unlocking can end the waits of several readers.
        since = release == _lastRelease ? TraceTime.Max(since, _countedUntil) : since;
        _lastRelease = release;
        _countedUntil = at;
        long running = at.Nanoseconds - since.Nanoseconds;
        StackId ranAt = StackId.None;
        foreach (Did one in _states)
        {
            long nanoseconds = one.NanosecondsIn(since, at);
            if (nanoseconds > 0)
            {
                add(one.What, one.IsPreempted ? StackId.None : one.Stack, nanoseconds);
                running -= nanoseconds;
            }

            ranAt = one.IsPreempted && one.Range.Start > since && one.Range.Start <= at ? one.Stack : ranAt;
        }

        if (running > 0)
        {
            add(LockHolds.Running, ranAt, running);
        }
    }

    private TraceTime HeldSince(TraceTime at)
    {
        TraceTime since = _knownSince ?? at;
        foreach (Did one in _states)
        {
            since = one.IsTaking && one.Range.End <= at ? TraceTime.Max(since, one.Range.End) : since;
        }

        return since;
    }

    private static string TextOf(in ExecutionState state) => state.Activity switch
    {
        ThreadActivity.Ready => LockHolds.Ready,
        ThreadActivity.Syscall => LockHolds.Syscall,
        _ => state.Reason,
    };

    private readonly record struct Did(TimeRange Range, string What, StackId Stack, bool IsTaking)
    {
        public bool IsPreempted { get; init; }

        public long NanosecondsIn(TraceTime since, TraceTime until) => Math.Max(
            0, Math.Min(Range.End.Nanoseconds, until.Nanoseconds) - TraceTime.Max(Range.Start, since).Nanoseconds);
    }
}
