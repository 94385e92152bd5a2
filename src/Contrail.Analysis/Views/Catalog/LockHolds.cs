using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// What goroutines did with a lock while others waited for it, by the code that unlocked it. A trace contains neither
/// the lock nor when it was taken. A goroutine that ends a wait for a lock has held it since that wait began, or since
/// its own last wait for a lock, whichever is later: had another one unlocked it in between, the wait had ended then.
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

    private const int MaxGroups = 10_000;
    private const int MaxEnded = 1_000;

    // Waits for a group of goroutines have the same reason.
    private static readonly string[] Locks = ["sync.(*Mutex)", "sync.(*RWMutex)", "internal/sync.(*Mutex)"];

    private readonly Dictionary<long, HeldHistory> _histories = [];
    private readonly Queue<long> _ended = [];
    private readonly Dictionary<long, ExecutionState> _waits = [];
    private readonly Dictionary<StackId, bool> _isLock = [];
    private readonly BoundedGroups<(StackId Release, string Did, StackId Stack), HeldTime> _groups = new(MaxGroups);

    /// <summary>Whether a stack is that of a wait for a lock.</summary>
    public static bool IsLock(StackTable stacks, StackId stack) =>
        !stack.IsNone && Enumerable.Range(0, stacks.Depth(stack)).Any(index =>
            Locks.Any(start => stacks.Frame(stack, index).Name.StartsWith(start, StringComparison.Ordinal)));

    /// <summary>Adds a state of any kind.</summary>
    public void Add(StackTable stacks, in ExecutionState state)
    {
        bool isLockWait = state.Activity == ThreadActivity.Waiting && IsKnownLock(stacks, state.Stack);
        if (_waits.Remove(state.ExecutionId, out ExecutionState wait)
            && state is { Activity: ThreadActivity.Ready, WakerId: > 0, Stack.IsNone: false })
        {
            AddHold(wait.Range.Start, state);
        }

        if (isLockWait && !state.Range.IsOpenAtEnd)
        {
            _waits[state.ExecutionId] = state;
        }

        Remember(state, isLockWait);
    }

    /// <summary>A gap follows: what ends the open waits, and who held what, is not known.</summary>
    public void Cut()
    {
        _waits.Clear();
        _histories.Clear();
        _ended.Clear();
    }

    /// <summary>What was done, by the place that unlocks: the place with the longest time first, and in it the longest.
    /// </summary>
    public IReadOnlyList<HeldRow> Conclude(StackTable stacks) =>
    [
        .. _groups.All
            .GroupBy(one => PlaceOf(stacks, one.Key.Release))
            .Select(release => (Total: release.Sum(one => one.Value.Nanoseconds), Groups: release.ToArray()))
            .OrderByDescending(release => release.Total)
            .SelectMany(release => release.Groups
                .GroupBy(one => (one.Key.Did, Place: PlaceOf(stacks, one.Key.Stack)))
                .Select(group => HeldRow.Of(group, release.Total))
                .OrderByDescending(row => row.Nanoseconds)),
    ];

    /// <summary>A sentence about what was not kept; nothing if everything was.</summary>
    public IEnumerable<string> Notes() => _groups.Notes("times with a lock");

    private static string PlaceOf(StackTable stacks, StackId stack) => stacks.Place(stack)?.Frame.FullText() ?? "";

    // Looked up for each wait: a stack has the same answer each time.
    private bool IsKnownLock(StackTable stacks, StackId stack)
    {
        if (!_isLock.TryGetValue(stack, out bool isLock))
        {
            isLock = IsLock(stacks, stack);
            _isLock.Add(stack, isLock);
        }

        return isLock;
    }

    private void AddHold(TraceTime waitingSince, in ExecutionState woken)
    {
        if (_histories.TryGetValue(woken.WakerId, out HeldHistory? history))
        {
            StackId release = woken.Stack;
            history.Release(release, waitingSince, woken.Range.Start, (did, stack, nanoseconds) =>
                _groups.Find((release, did, stack))?.Add(nanoseconds));
        }
    }

    private void Remember(in ExecutionState state, bool isLockWait)
    {
        if (!_histories.TryGetValue(state.ExecutionId, out HeldHistory? history))
        {
            _histories.Add(state.ExecutionId, history = new HeldHistory());
        }

        history.Add(state, isLockWait);

        // The goroutine that it made ready can run after its end.
        if (state.IsLast)
        {
            _ended.Enqueue(state.ExecutionId);
            if (_ended.Count > MaxEnded)
            {
                _histories.Remove(_ended.Dequeue());
            }
        }
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

    /// <summary>What was done at a place, by goroutines that then unlocked at a place.</summary>
    internal sealed record HeldRow(
        double Nanoseconds, double Share, long Count, string Did, StackId Stack, StackId Release)
    {
        /// <summary>Of times that belong together.</summary>
        public static HeldRow Of(
            IGrouping<(string Did, string Place), KeyValuePair<(StackId Release, string Did, StackId Stack), HeldTime>>
                group,
            double total)
        {
            var heaviest = group.OrderByDescending(one => one.Value.Nanoseconds).ThenBy(one => one.Key.Stack.Value)
                .First().Key;
            double nanoseconds = group.Sum(one => one.Value.Nanoseconds);
            return new HeldRow(
                nanoseconds, total > 0 ? nanoseconds / total : 0, group.Sum(one => one.Value.Count), group.Key.Did,
                heaviest.Stack, heaviest.Release);
        }
    }
}
