using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// The latest waits of each thread. The owner of a lock is in one of them when another thread starts to wait for that
/// lock, if the wait covers that moment. Not safe for concurrent use.
/// </summary>
internal sealed class SeenWaits
{
    /// <summary>
    /// The older half is dropped when a thread has more: a wait for a lock ends soon after that of its owner.
    /// </summary>
    private const int MaxPerThread = 512;
    private const int MaxThreads = 2_000;

    private readonly Dictionary<long, List<Wait>> _byThread = [];

    /// <summary>Adds a wait, in the order of their ends.</summary>
    public void Add(in Wait wait)
    {
        if (wait.Stack.IsNone)
        {
            return;
        }

        if (!_byThread.TryGetValue(wait.ExecutionId, out List<Wait>? waits))
        {
            if (_byThread.Count >= MaxThreads)
            {
                return;
            }

            waits = [];
            _byThread.Add(wait.ExecutionId, waits);
        }

        if (waits.Count >= MaxPerThread)
        {
            waits.RemoveRange(0, MaxPerThread / 2);
        }

        waits.Add(wait);
    }

    /// <summary>
    /// Where the owner of a lock waited when another thread started to wait for the lock; none if it did not wait, or
    /// if that wait has not been added yet.
    /// </summary>
    /// <param name="wait">The wait of the other thread.</param>
    public StackId OfOwner(in Wait wait)
    {
        List<Wait> waits = wait.OwnerId == 0 ? [] : _byThread.GetValueOrDefault(wait.OwnerId) ?? [];
        StackId found = StackId.None;
        for (int index = waits.Count - 1; index >= 0 && waits[index].Range.End > wait.Range.Start; index--)
        {
            if (waits[index].Range.Start <= wait.Range.Start)
            {
                // A wait and the time off the processor in it are two records.
                bool isSameLock = waits[index].Kind == WaitKind.Lock && waits[index].ObjectId == wait.ObjectId;
                if (isSameLock)
                {
                    return StackId.None;
                }

                found = found.IsNone ? waits[index].Stack : found;
            }
        }

        return found;
    }
}
