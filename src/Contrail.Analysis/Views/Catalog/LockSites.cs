using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// The calls that lock and unlock, and which of them are of one lock, as far as a trace shows that: a wait at one place
/// that another place ends has the lock of both. Not safe for concurrent use.
/// </summary>
internal sealed class LockSites
{
    /// <summary>A place that is not known: it can be of any lock.</summary>
    public const int Unknown = 0;

    private const int MaxSites = 10_000;
    private const int MaxStacks = 50_000;
    private const string WritersAndReaders = "sync.(*RWMutex)";
    private const string Reader = "sync.(*RWMutex).R";

    // Waits for a group of goroutines have the same reason.
    private static readonly string[] Locks = ["sync.(*Mutex)", WritersAndReaders, "internal/sync.(*Mutex)"];

    private readonly Dictionary<StackId, LockSite> _byStack = [];
    private readonly Dictionary<StackFrame, int> _numbers = [];

    // Each site has one of the same lock; the last one of such a chain has itself.
    private readonly List<int> _same = [Unknown];

    /// <summary>Places that were not kept apart: there were too many.</summary>
    public long RejectedCount { get; private set; }

    /// <summary>Whether a stack is that of a wait for a lock.</summary>
    public static bool IsLock(StackTable stacks, StackId stack) =>
        !stack.IsNone && Enumerable.Range(0, stacks.Depth(stack)).Any(index => IsOfLock(stacks.Frame(stack, index)));

    /// <summary>The place of a stack.</summary>
    public LockSite Of(StackTable stacks, StackId stack)
    {
        // Looked up for each wait: a stack has the same answer each time.
        if (_byStack.TryGetValue(stack, out LockSite site))
        {
            return site;
        }

        if (_byStack.Count == MaxStacks)
        {
            _byStack.Clear();
        }

        site = Find(stacks, stack);
        _byStack.Add(stack, site);
        return site;
    }

    /// <summary>A wait at one place was ended at another one.</summary>
    public void Join(LockSite wait, LockSite release)
    {
        if (wait.Number != Unknown && release.Number != Unknown)
        {
            _same[Last(release.Number)] = Last(wait.Number);
        }
    }

    /// <summary>
    /// Whether waits at two places can be for one lock. A reader waits for a writer that waits itself, so a trace may
    /// not show that these two are of one lock.
    /// </summary>
    public bool CanBeSame(LockSite one, LockSite other) =>
        one.Number == Unknown || other.Number == Unknown || Last(one.Number) == Last(other.Number)
        || (one.Use, other.Use) is (LockUse.Reads, LockUse.Writes) or (LockUse.Writes, LockUse.Reads);

    private static bool IsOfLock(StackFrame frame) =>
        Locks.Any(start => frame.Name.StartsWith(start, StringComparison.Ordinal));

    private LockSite Find(StackTable stacks, StackId stack)
    {
        int depth = stack.IsNone ? 0 : stacks.Depth(stack);
        LockUse use = LockUse.None;
        int caller = 0;
        for (int index = 0; index < depth; index++)
        {
            StackFrame frame = stacks.Frame(stack, index);
            if (IsOfLock(frame))
            {
                caller = index + 1;
                use = !frame.Name.StartsWith(WritersAndReaders, StringComparison.Ordinal) ? LockUse.Locks
                    : frame.Name.StartsWith(Reader, StringComparison.Ordinal) ? LockUse.Reads : LockUse.Writes;
            }
        }

        int number = use == LockUse.None || caller >= depth ? Unknown : NumberOf(stacks.Frame(stack, caller));
        return new LockSite(number, use);
    }

    private int NumberOf(StackFrame frame)
    {
        if (_numbers.TryGetValue(frame, out int number))
        {
            return number;
        }

        if (_numbers.Count >= MaxSites)
        {
            RejectedCount++;
            return Unknown;
        }

        number = _same.Count;
        _same.Add(number);
        _numbers.Add(frame, number);
        return number;
    }

    private int Last(int number)
    {
        while (_same[number] != number)
        {
            _same[number] = _same[_same[number]];
            number = _same[number];
        }

        return number;
    }
}
