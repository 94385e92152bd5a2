using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// The times in which async operations were suspended, by logical stack. What an operation waits is also what its
/// awaiter waits: only that of the outermost one counts, which is known when an operation has ended. Not safe for
/// concurrent use.
/// </summary>
/// <param name="maxStacks">Number of stacks that are kept.</param>
internal sealed class AsyncAwaits(int maxStacks)
{
    private const int MaxPending = 200_000;

    private readonly BoundedGroups<StackId, Group> _groups = new(maxStacks);
    private readonly Dictionary<ulong, List<(StackId Stack, long Nanoseconds, bool IsOpen)>> _pending = [];
    private int _pendingCount;

    /// <summary>Adds a time in which an operation was suspended.</summary>
    public void Add(in AsyncSpan span)
    {
        if (_pendingCount >= MaxPending)
        {
            Count(span.Stack, span.Range.Nanoseconds, span.Range.IsOpenAtEnd);
            return;
        }

        if (!_pending.TryGetValue(span.OperationId, out List<(StackId, long, bool)>? pending))
        {
            _pending.Add(span.OperationId, pending = []);
        }

        pending.Add((span.Stack, span.Range.Nanoseconds, span.Range.IsOpenAtEnd));
        _pendingCount++;
    }

    /// <summary>An operation has ended.</summary>
    public void End(in AsyncOperation operation)
    {
        if (!_pending.Remove(operation.Id, out List<(StackId Stack, long Nanoseconds, bool IsOpen)>? pending))
        {
            return;
        }

        _pendingCount -= pending.Count;
        if (operation.AwaiterId == 0)
        {
            pending.ForEach(one => Count(one.Stack, one.Nanoseconds, one.IsOpen));
        }
    }

    /// <summary>The stacks, that with the longest time first.</summary>
    public IEnumerable<KeyValuePair<StackId, Group>> Conclude() =>
        _groups.All.OrderByDescending(pair => pair.Value.Times.Total).ThenBy(pair => pair.Key.Value);

    /// <summary>Sentences about what was not kept.</summary>
    public IEnumerable<string> Notes() => _groups.Notes("suspensions");

    private void Count(StackId stack, long nanoseconds, bool isOpen)
    {
        if (_groups.Find(stack) is { } group)
        {
            group.Times.Add(nanoseconds);
            group.OpenCount += isOpen ? 1 : 0;
        }
    }

    /// <summary>The suspensions at one stack.</summary>
    internal sealed class Group
    {
        /// <summary>How long they lasted.</summary>
        public DurationTally Times { get; } = new();

        /// <summary>How many had not ended.</summary>
        public long OpenCount { get; set; }
    }
}
