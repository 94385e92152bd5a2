using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Recording;

/// <summary>
/// The kept events about running threads, one for each id of the operating system, oldest first; and the threads whose
/// event was evicted. Not thread-safe.
/// </summary>
internal sealed class ThreadEvents
{
    /// <summary>
    /// Maximum number of distinguished threads whose event was evicted: more than run in any process.
    /// </summary>
    private const int MaxForgotten = 16_384;

    private readonly Dictionary<ulong, RetainedEvent> _byThread = [];
    private readonly Queue<RetainedEvent> _oldestFirst = new();
    private readonly HashSet<ulong> _forgotten = [];

    /// <summary>The threads whose event was evicted and that are not known to have ended.</summary>
    public ulong[] Forgotten() => [.. _forgotten];

    /// <summary>Adopts the threads whose event was evicted before.</summary>
    public void ForgetAll(IEnumerable<ulong> threads) => _forgotten.UnionWith(threads);

    /// <summary>Approximate memory used by the ids of those threads, in bytes.</summary>
    public long ForgottenBytes => _forgotten.Count * 40L;

    /// <summary>Takes an event in, if it is about a thread.</summary>
    public void Add(RetainedEvent retained)
    {
        if (retained.LivingThreadId is not { } threadId)
        {
            return;
        }

        _byThread[threadId] = retained;
        _oldestFirst.Enqueue(retained);
        if (_oldestFirst.Count > (2 * _byThread.Count) + 64)
        {
            DropStale();
        }
    }

    /// <summary>The event of the thread that had this id before; null if it was not kept.</summary>
    public RetainedEvent? Replaced(ulong threadId)
    {
        _forgotten.Remove(threadId);
        return _byThread.GetValueOrDefault(threadId);
    }

    /// <summary>The event of a thread that ended, if it is that thread's and not of the next with its id.</summary>
    public RetainedEvent? Ended(ulong threadId, TraceTicks lastAt)
    {
        RetainedEvent? kept = _byThread.GetValueOrDefault(threadId);
        if (kept is null)
        {
            _forgotten.Remove(threadId);
        }

        return kept?.At <= lastAt ? kept : null;
    }

    /// <summary>The oldest event; null if empty.</summary>
    public RetainedEvent? TakeOldest()
    {
        while (_oldestFirst.TryDequeue(out RetainedEvent? oldest))
        {
            if (IsKept(oldest))
            {
                return oldest;
            }
        }

        return null;
    }

    /// <summary>
    /// Notes that the event of a thread was evicted; false if the number of such threads exceeds the limit.
    /// </summary>
    public bool TryForget(ulong threadId)
    {
        bool hasRoom = _forgotten.Count < MaxForgotten;
        if (hasRoom)
        {
            _forgotten.Add(threadId);
        }

        return hasRoom;
    }

    /// <summary>An event is no longer kept.</summary>
    public void Remove(RetainedEvent retained)
    {
        if (IsKept(retained))
        {
            _byThread.Remove(retained.LivingThreadId!.Value);
        }
    }

    private bool IsKept(RetainedEvent retained) => retained.LivingThreadId is { } threadId
        && ReferenceEquals(_byThread.GetValueOrDefault(threadId), retained);

    private void DropStale()
    {
        RetainedEvent[] kept = [.. _oldestFirst.Where(IsKept)];
        _oldestFirst.Clear();
        Array.ForEach(kept, _oldestFirst.Enqueue);
    }
}
