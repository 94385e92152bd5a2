using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// Threads that wait for each other in a circle: each waits for a lock that the next one holds. Not safe for concurrent
/// use.
/// </summary>
internal sealed class DeadlocksView : ViewBase, IView
{
    private static readonly TableDescription Cycles = new(
        "cycles", "Threads that wait for each other",
        new ViewColumn("cycle", "cycle", ViewUnit.Identity),
        new ViewColumn("since", "since", ViewUnit.Time),
        new ViewColumn("duration", "duration", ViewUnit.Duration),
        new ViewColumn("thread", "thread", ViewUnit.Text),
        new ViewColumn("lock", "waits for lock", ViewUnit.Identity),
        new ViewColumn("owner", "held by", ViewUnit.Text),
        new ViewColumn("stack", "at", ViewUnit.Stack));

    private readonly Dictionary<long, Wait> _open = [];

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "deadlocks", "Do threads wait for each other in a circle, since when, and where?",
        ModelNeeds.Waits, [Cycles], static _ => new DeadlocksView());

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
    public override ViewResult Conclude()
    {
        ViewTable table = new(Cycles);
        HashSet<long> visited = [];
        long number = 0;
        foreach (long thread in _open.Keys.Order())
        {
            List<Wait> cycle = CycleFrom(thread, visited);
            number += cycle.Count > 0 ? 1 : 0;
            foreach (Wait wait in cycle.OrderBy(wait => wait.Range.Start))
            {
                table.Add(
                    number, wait.Range.Start, wait.Range.Nanoseconds, ThreadText(wait.ExecutionId),
                    unchecked((long)wait.ObjectId), ThreadText(wait.OwnerId), wait.Stack);
            }
        }

        return new ViewResult(table)
        {
            Headlines = number > 0
                ? [$"Deadlocks: {number}. The threads of a cycle wait for each other and cannot continue."]
                : [],
            Notes =
            [
                "Only waits for locks have an owner in the trace: a circle over other waits is not found, and neither "
                    + "is one that closed before the recording began.",
            ],
        };
    }

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
