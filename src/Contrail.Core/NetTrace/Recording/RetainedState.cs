using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Recording;

/// <summary>
/// What outlives the evicted generations: the position of each incarnation of a thread, and one-time events.
/// </summary>
internal sealed class RetainedState
{
    private readonly Dictionary<ThreadIncarnationId, uint> _threads = [];

    /// <param name="maxOnceBytes">How much memory one-time events may take.</param>
    public RetainedState(long maxOnceBytes) => Once = new RetainedEvents(maxOnceBytes);

    /// <summary>Continues from a frozen state, without a limit: it exists only until a file is made.</summary>
    public RetainedState(
        IEnumerable<(ThreadIncarnationId Life, uint SequenceNumber)> threads,
        IEnumerable<RetainedEvent> onceEvents,
        ForgottenEvents forgotten)
    {
        _threads = threads.ToDictionary(thread => thread.Life, thread => thread.SequenceNumber);
        Once = new RetainedEvents(long.MaxValue, forgotten);
        foreach (RetainedEvent once in onceEvents)
        {
            Once.Add(once);
        }
    }

    public RetainedEvents Once { get; }

    /// <summary>Waits that have not ended.</summary>
    public OpenWaits Waits { get; } = new();

    /// <summary>Approximate memory used, in bytes.</summary>
    public long HeldBytes => Once.HeldBytes + Once.ForgottenBytes + (_threads.Count * 64L)
        + Waits.HeldBytes;

    /// <summary>Lives not declared over when the evicted generations end, with their numbers then.</summary>
    public (ThreadIncarnationId Life, uint SequenceNumber)[] Threads() =>
        [.. _threads.Select(thread => (thread.Key, thread.Value))];

    /// <summary>Takes over what must survive of a generation.</summary>
    public void Absorb(NetTraceGenerationState evicted)
    {
        foreach (ThreadMark mark in evicted.Marks)
        {
            Waits.Follow(mark);
            if (mark.Gone)
            {
                _threads.Remove(mark.Life);
            }
            else
            {
                _threads[mark.Life] = mark.SequenceNumber;
            }

            if (mark.Exited)
            {
                Once.EndThread(mark.Life.ThreadId, mark.LastAt);
            }
        }

        AddOnce(evicted);
    }

    // Events about a thread that ended in the same generation are not kept; otherwise they would displace others.
    private void AddOnce(NetTraceGenerationState evicted)
    {
        if (evicted.RetainedEvents.Length == 0)
        {
            return;
        }

        Dictionary<ulong, TraceTicks> exits = [];
        foreach (ThreadMark mark in evicted.Marks.Where(mark => mark.Exited))
        {
            exits[mark.Life.ThreadId] = mark.LastAt;
        }

        foreach (RetainedEvent once in evicted.RetainedEvents)
        {
            bool isOver = once.LivingThreadId is { } threadId
                && exits.TryGetValue(threadId, out TraceTicks lastAt) && once.At <= lastAt;
            if (!isOver)
            {
                Once.Add(once);
            }
        }
    }
}
