using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// Where threads were seen: the stacks of all their events. It shows what the owner of a lock did while others waited,
/// which no event contains. Not safe for concurrent use.
/// </summary>
internal sealed class SeenStacks
{
    /// <summary>The older half is dropped when a thread has more.</summary>
    private const int MaxPerThread = 512;
    private const int MaxThreads = 2_000;

    private readonly Dictionary<long, List<(TraceTime Time, StackId Stack, ulong LockId)>> _byThread = [];

    /// <summary>A thread was at a stack.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="time">When; of a wait for a lock, when it acquired the lock.</param>
    /// <param name="stack">Where.</param>
    /// <param name="lockId">The lock that it acquired there; 0 for none.</param>
    public void Add(long thread, TraceTime time, StackId stack, ulong lockId = 0)
    {
        if (stack.IsNone)
        {
            return;
        }

        if (!_byThread.TryGetValue(thread, out List<(TraceTime Time, StackId Stack, ulong LockId)>? seen))
        {
            if (_byThread.Count >= MaxThreads)
            {
                return;
            }

            seen = [];
            _byThread.Add(thread, seen);
        }

        if (seen.Count >= MaxPerThread)
        {
            seen.RemoveRange(0, MaxPerThread / 2);
        }

        seen.Add((time, stack, lockId));
    }

    /// <summary>
    /// Where a thread held a lock while another waited for it: the stack at which it was seen most often in that time,
    /// otherwise the one with which it had acquired the lock. None if neither is known.
    /// </summary>
    public StackId Holding(long thread, ulong lockId, TimeRange wait)
    {
        if (!_byThread.TryGetValue(thread, out List<(TraceTime Time, StackId Stack, ulong LockId)>? seen))
        {
            return StackId.None;
        }

        StackId inside = seen
            .Where(one => one.LockId != lockId && one.Time >= wait.Start && one.Time <= wait.End)
            .GroupBy(one => one.Stack)
            .OrderByDescending(group => group.Count())
            .Select(group => group.Key)
            .FirstOrDefault();
        return inside.IsNone
            ? seen.LastOrDefault(one => one.LockId == lockId && one.Time < wait.End).Stack
            : inside;
    }
}
