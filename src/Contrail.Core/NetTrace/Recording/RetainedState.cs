using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Recording;

/// <summary>
/// What outlives the evicted generations: the position of each incarnation of a thread, and one-time events.
/// </summary>
internal sealed class RetainedState
{
    private readonly Dictionary<ThreadIncarnationId, uint> _threads = [];

    /// <param name="maxRetainedBytes">How much memory one-time events may take.</param>
    public RetainedState(long maxRetainedBytes) => Retained = new RetainedEvents(maxRetainedBytes);

    /// <summary>Continues from a frozen state, without a limit: it exists only until a file is made.</summary>
    public RetainedState(
        IEnumerable<(ThreadIncarnationId Incarnation, uint SequenceNumber)> threads,
        IEnumerable<RetainedEvent> retainedEvents,
        ForgottenEvents forgotten)
    {
        _threads = threads.ToDictionary(thread => thread.Incarnation, thread => thread.SequenceNumber);
        Retained = new RetainedEvents(long.MaxValue, forgotten);
        foreach (RetainedEvent retained in retainedEvents)
        {
            Retained.Add(retained);
        }
    }

    public RetainedEvents Retained { get; }

    /// <summary>Waits that have not ended.</summary>
    public OpenWaits Waits { get; } = new();

    /// <summary>Approximate memory used, in bytes.</summary>
    public long HeldBytes => Retained.HeldBytes + Retained.ForgottenBytes + (_threads.Count * 64L)
        + Waits.HeldBytes;

    /// <summary>Incarnations that have not ended when the evicted generations end, with their numbers then.</summary>
    public (ThreadIncarnationId Incarnation, uint SequenceNumber)[] Threads() =>
        [.. _threads.Select(thread => (thread.Key, thread.Value))];

    /// <summary>Takes over what must survive of a generation.</summary>
    public void Absorb(NetTraceGenerationState evicted)
    {
        foreach (ThreadMark mark in evicted.Marks)
        {
            Waits.Follow(mark);
            if (mark.Ended)
            {
                _threads.Remove(mark.Incarnation);
            }
            else
            {
                _threads[mark.Incarnation] = mark.SequenceNumber;
            }

            if (mark.Exited)
            {
                Retained.EndThread(mark.Incarnation.ThreadId, mark.LastAt);
            }
        }

        AddRetained(evicted);
    }

    // Events about a thread that ended in the same generation are not kept; otherwise they would displace others.
    private void AddRetained(NetTraceGenerationState evicted)
    {
        if (evicted.RetainedEvents.Length == 0)
        {
            return;
        }

        Dictionary<ulong, TraceTicks> exits = [];
        foreach (ThreadMark mark in evicted.Marks.Where(mark => mark.Exited))
        {
            exits[mark.Incarnation.ThreadId] = mark.LastAt;
        }

        foreach (RetainedEvent retained in evicted.RetainedEvents)
        {
            bool isOver = retained.LivingThreadId is { } threadId
                && exits.TryGetValue(threadId, out TraceTicks lastAt) && retained.At <= lastAt;
            if (!isOver)
            {
                Retained.Add(retained);
            }
        }
    }
}
