using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// What goroutines did with a lock while others waited for it, by the code that unlocked it. A trace contains neither
/// the lock nor when it was taken. A goroutine that ends a wait for a lock has held it since that wait began, or since
/// its own last wait for that lock, whichever is later: had another one unlocked it in between, the wait had ended
/// then.
/// Not safe for concurrent use.
/// </summary>
internal sealed class LockHolds
{
    /// <summary>How a row describes that the goroutine ran.</summary>
    public const string Running = "running";

    /// <summary>How a row describes a system call.</summary>
    public const string Syscall = "system call";

    /// <summary>How a row describes that the goroutine could run and did not.</summary>
    public const string Ready = "ready";

    /// <summary>How a row describes a wait for another lock.</summary>
    public const string Locking = "lock";

    private const int MaxGroups = 10_000;
    private const int MaxHistories = 20_000;
    private const int MaxStates = 200_000;
    private const int MaxWaits = 100_000;

    private readonly LockSites _sites = new();
    private readonly HeldHistories _histories = new(MaxHistories, MaxStates);
    private readonly Dictionary<long, (TraceTime Start, StackId Stack)> _waits = [];
    private readonly BoundedGroups<(StackId Wait, StackId Release, string Did, StackId Stack), HeldTime> _groups =
        new(MaxGroups);

    private readonly BoundedGroups<LockSite, WaitedTime> _waited = new(MaxGroups);
    private long _rejectedWaits;

    /// <summary>Adds a state of any kind.</summary>
    public void Add(StackTable stacks, in ExecutionState state)
    {
        LockSite site = state.Activity == ThreadActivity.Waiting ? _sites.Of(stacks, state.Stack) : default;
        LockSite? waitsFor = site.Use == LockUse.None ? null : site;
        if (_waits.Remove(state.ExecutionId, out (TraceTime Start, StackId Stack) wait)
            && state is { Activity: ThreadActivity.Ready, WakerId: > 0, Stack.IsNone: false })
        {
            AddHold(stacks, wait.Start, wait.Stack, state);
        }

        if (waitsFor is not null && !state.Range.IsOpenAtEnd)
        {
            _rejectedWaits += _waits.Count < MaxWaits ? 0 : 1;
            _ = _waits.Count < MaxWaits && _waits.TryAdd(state.ExecutionId, (state.Range.Start, state.Stack));
        }

        _histories.Add(state, waitsFor);
    }

    /// <summary>A gap follows: what ends the open waits, and who held what, is not known.</summary>
    public void Cut()
    {
        _waits.Clear();
        _histories.Clear();
    }

    /// <summary>
    /// What was done, by the place that waited and the one that unlocked: those with the longest time first, and in
    /// them the longest.
    /// </summary>
    public IReadOnlyList<HeldRow> Conclude(StackTable stacks)
    {
        Dictionary<LockSite, WaitedTime> waited = new(_waited.All);
        return
        [
            .. _groups.All
                .GroupBy(one => LockOf(one.Key.Wait, one.Key.Release))
                .Select(one => (Total: one.Sum(group => group.Value.Nanoseconds), Groups: one.ToArray(), one.Key))
                .OrderByDescending(one => one.Total)
                .SelectMany(one => one.Groups
                    .GroupBy(group => (group.Key.Did, Place: PlaceOf(stacks, group.Key.Stack)))
                    .Select(group => HeldRow.Of(
                        group, one.Total, WaitedAt(one.Groups.Select(held => held.Key.Wait))))
                    .OrderByDescending(row => row.Nanoseconds)),
        ];

        WaitedTime[] WaitedAt(IEnumerable<StackId> waits) =>
        [
            .. waits.Select(wait => _sites.Of(stacks, wait)).Distinct().Where(waited.ContainsKey)
                .Select(site => waited[site]),
        ];

        (string, string) LockOf(StackId wait, StackId release) => (PlaceOf(stacks, wait), PlaceOf(stacks, release));
    }

    /// <summary>Sentences about what was not kept; nothing if everything was.</summary>
    public IEnumerable<string> Notes()
    {
        if (_histories.DroppedCount > 0)
        {
            yield return "What goroutines did with a lock is known in part: the states of a goroutine were dropped "
                + $"{_histories.DroppedCount} times, as only {MaxStates} of {MaxHistories} goroutines are kept.";
        }

        if (_rejectedWaits > 0)
        {
            yield return $"For {_rejectedWaits} waits, who had the lock is unknown: more than {MaxWaits} at a time.";
        }

        if (_sites.RejectedCount > 0)
        {
            yield return "Which locks are the same is known in part: there are too many places that lock.";
        }

        foreach (string note in _groups.Notes("times with a lock").Concat(_waited.Notes("waits for a lock")))
        {
            yield return note;
        }
    }

    private static string PlaceOf(StackTable stacks, StackId stack) => stacks.Place(stack)?.Frame.FullText() ?? "";

    private void AddHold(StackTable stacks, TraceTime waitingSince, StackId wait, in ExecutionState woken)
    {
        StackId release = woken.Stack;
        LockSite site = _sites.Of(stacks, wait);
        _sites.Join(site, _sites.Of(stacks, release));
        TraceTime at = woken.Range.Start;
        EndedLockWait held = new(new TimeRange(waitingSince, at, false, false), site, wait, release);
        TraceTime since = _histories.Find(woken.WakerId)?.Release(held, _sites, (did, stack, nanoseconds) =>
            _groups.Find((wait, release, did, stack))?.Add(nanoseconds)) ?? at;
        _waited.Find(site)?.Add(held.Range, since);
    }

    /// <summary>A time of one sort, added up. Not safe for concurrent use.</summary>
    internal sealed class HeldTime
    {
        /// <summary>How long.</summary>
        public double Nanoseconds { get; private set; }

        /// <summary>How often.</summary>
        public long Count { get; private set; }

        /// <summary>Adds a time.</summary>
        public void Add(long nanoseconds)
        {
            Nanoseconds += nanoseconds;
            Count++;
        }
    }

    /// <summary>
    /// When there were waits, and when of that it is known who had the lock: in a queue, each wait has the times of all
    /// who had it before. Not safe for concurrent use.
    /// </summary>
    internal sealed class WaitedTime
    {
        private readonly CoveredTime _all = new();
        private readonly CoveredTime _known = new();

        /// <summary>How long.</summary>
        public double Nanoseconds => _all.Nanoseconds;

        /// <summary>How much of it is known.</summary>
        public double Known => _known.Nanoseconds;

        /// <summary>Adds a wait.</summary>
        /// <param name="wait">When.</param>
        /// <param name="known">From when it is known who had the lock, until the end.</param>
        public void Add(TimeRange wait, TraceTime known)
        {
            _all.Add(wait.Start.Nanoseconds, wait.End.Nanoseconds);
            _known.Add(Math.Min(known.Nanoseconds, wait.End.Nanoseconds), wait.End.Nanoseconds);
        }
    }

    /// <summary>What was done at a place, by goroutines that then unlocked at a place.</summary>
    internal sealed record HeldRow(
        double Nanoseconds, double Share, double Waited, double Known, long Count, string Did, StackId Stack,
        StackId Release, StackId Wait)
    {
        /// <summary>Of times that belong together.</summary>
        public static HeldRow Of(
            IEnumerable<KeyValuePair<(StackId Wait, StackId Release, string Did, StackId Stack), HeldTime>> group,
            double total, IEnumerable<WaitedTime> waited)
        {
            var times = group.OrderByDescending(one => one.Value.Nanoseconds).ThenBy(one => one.Key.Stack.Value)
                .ToArray();
            (StackId wait, StackId release, string did, StackId stack) = times[0].Key;
            double nanoseconds = times.Sum(one => one.Value.Nanoseconds);
            return new HeldRow(
                nanoseconds, total > 0 ? nanoseconds / total : 0, waited.Sum(one => one.Nanoseconds),
                waited.Sum(one => one.Known), times.Sum(one => one.Value.Count), did, stack, release, wait);
        }
    }
}
