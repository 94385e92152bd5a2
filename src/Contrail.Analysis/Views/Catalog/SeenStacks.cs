using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// Where threads were seen recently: the stacks of their latest events. It shows what the owner of a lock did while
/// others waited, which no event contains. Not safe for concurrent use.
/// </summary>
internal sealed class SeenStacks
{
    /// <summary>The older half is dropped when a thread has more: half a second of samples, of a usual rate.</summary>
    private const int MaxPerThread = 512;
    private const int MaxThreads = 2_000;

    /// <summary>Some samples, of a usual rate.</summary>
    private const long LateNanoseconds = 20_000_000;

    private readonly Dictionary<long, List<Seen>> _byThread = [];

    /// <summary>A thread was at a stack.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="time">When.</param>
    /// <param name="stack">Where.</param>
    /// <param name="isIdle">Whether it had no work, so that it held no lock.</param>
    public void Add(long thread, TraceTime time, StackId stack, bool isIdle = false)
    {
        if (stack.IsNone)
        {
            return;
        }

        if (!_byThread.TryGetValue(thread, out List<Seen>? seen))
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

        // Nearly all arrive in the order of time; a wait that has ended does not.
        int at = seen.Count;
        while (at > 0 && seen[at - 1].Time > time)
        {
            at--;
        }

        seen.Insert(at, new Seen(time, stack, isIdle));
    }

    /// <summary>
    /// Where the owner of a lock was first seen after another thread started to wait for it: at that moment it had the
    /// lock, and later perhaps no more. None if it was not seen, or had no work. Complete only when the wait ends.
    /// </summary>
    /// <param name="owner">The owner.</param>
    /// <param name="held">The time.</param>
    /// <param name="isLate">Whether it was not seen at once, so that it can have released the lock.</param>
    public StackId Held(long owner, TimeRange held, out bool isLate)
    {
        List<Seen> seen = _byThread.GetValueOrDefault(owner) ?? [];
        int first = First(seen, held.Start);
        isLate = first < seen.Count && seen[first].Time.Nanoseconds - held.Start.Nanoseconds > LateNanoseconds;
        return first < seen.Count && seen[first].Time <= held.End && !seen[first].IsIdle
            ? seen[first].Stack
            : StackId.None;
    }

    private static int First(List<Seen> seen, TraceTime from)
    {
        int low = 0;
        int high = seen.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = seen[middle].Time < from ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private readonly record struct Seen(TraceTime Time, StackId Stack, bool IsIdle);
}
