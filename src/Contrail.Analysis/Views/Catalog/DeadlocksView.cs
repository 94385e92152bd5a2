using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// Threads that wait for each other in a circle: each waits for a lock that the next one holds. Not safe for concurrent
/// use.
/// </summary>
internal sealed class DeadlocksView : ViewBase, IView
{
    /// <summary>A cycle that has lasted shorter may have ended since.</summary>
    public const long CertainNanoseconds = 1_000_000_000;

    private static readonly TableDescription Cycles = new(
        "cycles", "Threads that wait for each other",
        new ViewColumn("cycle", "cycle", ViewUnit.Identity),
        new ViewColumn("since", "since", ViewUnit.Time),
        new ViewColumn("duration", "duration", ViewUnit.Duration),
        new ViewColumn("thread", "thread", ViewUnit.Text),
        new ViewColumn("lock", "waits for lock", ViewUnit.Identity),
        new ViewColumn("owner", "held by", ViewUnit.Text),
        new ViewColumn("stack", "at", ViewUnit.Stack));

    // Enter does not call these.
    private static readonly string[] TimedStarts =
        ["System.Threading.Monitor.TryEnter", "System.Threading.Monitor.ReliableEnterTimeout"];

    private static readonly string[] Timed =
        ["System.Threading.Lock.TryEnter", "System.Threading.Lock.TryEnter_Outlined"];

    private readonly Dictionary<long, Wait> _open = [];
    private long _unpairedCount;

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "deadlocks", "Do threads wait for each other in a circle, since when, and where?",
        ModelNeeds.Waits, [Cycles], static _ => new DeadlocksView());

    /// <summary>Whether a wait for a lock has a time limit.</summary>
    public static bool IsTimed(StackTable stacks, StackId stack)
    {
        for (int index = 0; !stack.IsNone && index < stacks.Depth(stack); index++)
        {
            string name = stacks.Frame(stack, index).Name;
            if (Timed.Contains(name)
                || Array.Exists(TimedStarts, start => name.StartsWith(start, StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override ModelNeeds Needs => ModelNeeds.Waits | ModelNeeds.Stacks;

    /// <inheritdoc/>
    public void Add(in Wait wait)
    {
        if (wait.Kind == WaitKind.Lock && wait.Range.IsOpenAtEnd && wait.OwnerId != 0)
        {
            _open[wait.ExecutionId] = wait;
        }
    }

    /// <inheritdoc/>
    public void OnUnpaired(ModelNeeds kind) => _unpairedCount += kind == ModelNeeds.Waits ? 1 : 0;

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        ViewTable table = new(Cycles);
        HashSet<long> visited = [];
        long number = 0;
        long brief = 0;
        long timed = 0;
        foreach (long thread in _open.Keys.Order())
        {
            List<Wait> cycle = CycleFrom(thread, visited);
            number += cycle.Count > 0 ? 1 : 0;
            brief += IsBrief(cycle) ? 1 : 0;
            timed += !IsBrief(cycle) && cycle.Exists(wait => IsTimed(Stacks, wait.Stack)) ? 1 : 0;
            foreach (Wait wait in cycle.OrderBy(wait => wait.Range.Start))
            {
                table.Add(
                    number, wait.Range.Start, wait.Range.Nanoseconds, ThreadText(wait.ExecutionId),
                    unchecked((long)wait.ObjectId), ThreadText(wait.OwnerId), wait.Stack);
            }
        }

        return new ViewResult(table)
        {
            Headlines = [.. Headlines(number - brief - timed, timed, brief)],
            Notes =
            [
                .. _unpairedCount > 0
                    ? (string[])[$"{_unpairedCount} waits are left out because events are lost; they may still last."]
                    : [],
                "Only waits for locks have an owner in the trace: a circle over other waits is not found, and neither "
                    + "is one that closed before the recording began.",
            ],
        };
    }

    private static IEnumerable<string> Headlines(long certain, long timed, long brief)
    {
        if (certain > 0)
        {
            yield return $"Deadlocks: {certain}. The threads of a cycle wait for each other and cannot continue.";
        }

        if (timed > 0)
        {
            yield return $"Deadlocks with a time limit: {timed}. The threads of a cycle wait for each other until that "
                + "of a TryEnter ends.";
        }

        if (brief > 0)
        {
            yield return $"Possible deadlocks: {brief}. The cycle is less than 1 s old, and an owner is the one at the "
                + "start of a wait: it may have released the lock since.";
        }
    }

    // A thread whose lock was released continues within milliseconds.
    private static bool IsBrief(List<Wait> cycle) =>
        cycle.Count > 0 && cycle.Min(wait => wait.Range.Nanoseconds) < CertainNanoseconds;

    // Follows the owners from a thread; each thread is followed once.
    private List<Wait> CycleFrom(long start, HashSet<long> visited)
    {
        List<Wait> path = [];
        long thread = start;
        while (_open.TryGetValue(thread, out Wait wait) && visited.Add(thread))
        {
            path.Add(wait);
            thread = wait.OwnerId;
        }

        int first = path.FindIndex(wait => wait.ExecutionId == thread);
        return first < 0 ? [] : path[first..];
    }
}
