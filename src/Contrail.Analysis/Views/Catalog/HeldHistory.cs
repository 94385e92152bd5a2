using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// The last states of a goroutine, so that what it did with a lock is known when another one reports that it unlocked.
/// That report arrives later: when the other one runs. Not safe for concurrent use.
/// </summary>
internal sealed class HeldHistory
{
    private const int MaxStates = 64;
    private const int MaxCounted = 8;

    private readonly Queue<Did> _states = new();
    private TraceTime? _knownSince;
    private Did _last;
    private List<Counted>? _counted;

    /// <summary>The goroutine.</summary>
    public required long ExecutionId { get; init; }

    /// <summary>Number of states that are kept.</summary>
    public int StateCount => _states.Count;

    /// <summary>Whether it ended. One that it made ready can run after that.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Adds a state; what it ran in between is what remains.</summary>
    /// <param name="state">The state.</param>
    /// <param name="waitsFor">Where it waits for a lock; null if it does not.</param>
    public void Add(in ExecutionState state, LockSite? waitsFor)
    {
        HasEnded |= state.IsLast;
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
        LockSite? takes = waitsFor ?? (state.Activity == ThreadActivity.Ready && _states.Count > 0
            && _last.Range.End == state.Range.Start ? _last.Takes : null);
        bool isPreempted = state.Activity == ThreadActivity.Ready && state.Reason == SchedulingView.Preempted;
        bool hasOwnStack = state.Activity != ThreadActivity.Ready || isPreempted;
        _last = new Did(
            state.Range, waitsFor is null ? TextOf(state) : LockHolds.Locking,
            hasOwnStack ? state.Stack : StackId.None, takes)
        {
            IsPreempted = isPreempted,
        };
        _states.Enqueue(_last);
    }

    /// <summary>Adds up what it did from when it is known to hold a lock until it unlocked it.</summary>
    /// <param name="held">The wait that this ended, and the place that did.</param>
    /// <param name="sites">Which places are of one lock.</param>
    /// <param name="add">Receives what, where and for how many nanoseconds.</param>
    /// <returns>Since when it is known to have held the lock.</returns>
    public TraceTime Release(in EndedLockWait held, LockSites sites, Action<string, StackId, long> add)
    {
        TraceTime at = held.Range.End;
        TraceTime since = TraceTime.Max(HeldSince(at, held.Site, sites), held.Range.Start);
        AddSince(TraceTime.Max(since, CountedUntil(held)), at, add);
        return since;
    }

    // One unlocking can end the waits of several readers.
    private TraceTime CountedUntil(in EndedLockWait held)
    {
        _counted ??= [];
        TraceTime until = TraceTime.Start;
        for (int index = 0; index < _counted.Count; index++)
        {
            if (_counted[index].Release == held.Release && _counted[index].Site == held.Site)
            {
                until = _counted[index].Until;
                _counted.RemoveAt(index);
                break;
            }
        }

        if (_counted.Count == MaxCounted)
        {
            _counted.RemoveAt(0);
        }

        _counted.Add(new Counted(held.Release, held.Site, TraceTime.Max(until, held.Range.End)));
        return until;
    }

    private void AddSince(TraceTime since, TraceTime at, Action<string, StackId, long> add)
    {
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

    // It had the lock after a wait for it. A wait for another lock is something that it did with this one.
    private TraceTime HeldSince(TraceTime at, LockSite site, LockSites sites)
    {
        TraceTime since = _knownSince ?? at;
        foreach (Did one in _states)
        {
            since = one.Takes is { } takes && one.Range.End <= at && sites.CanBeSame(takes, site)
                ? TraceTime.Max(since, one.Range.End)
                : since;
        }

        return since;
    }

    private static string TextOf(in ExecutionState state) => state.Activity switch
    {
        ThreadActivity.Ready => LockHolds.Ready,
        ThreadActivity.Syscall => LockHolds.Syscall,
        _ => state.Reason,
    };

    private readonly record struct Did(TimeRange Range, string What, StackId Stack, LockSite? Takes)
    {
        public bool IsPreempted { get; init; }

        public long NanosecondsIn(TraceTime since, TraceTime until) => Math.Max(
            0, Math.Min(Range.End.Nanoseconds, until.Nanoseconds) - TraceTime.Max(Range.Start, since).Nanoseconds);
    }

    private readonly record struct Counted(StackId Release, LockSite Site, TraceTime Until);
}
