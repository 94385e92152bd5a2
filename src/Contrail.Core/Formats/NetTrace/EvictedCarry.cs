namespace Contrail.Core.Formats.NetTrace;

/// <summary>
/// What outlives the generations that have been evicted: how far each life of a thread had come, and one-time events.
/// </summary>
internal sealed class EvictedCarry
{
    private readonly Dictionary<LifeId, uint> _threads = [];

    /// <param name="onceBytesMax">How much memory one-time events may take.</param>
    public EvictedCarry(long onceBytesMax) => Once = new OnceEvents(onceBytesMax);

    /// <summary>Goes on from one that was frozen, without a limit: it lasts only until a file is made.</summary>
    public EvictedCarry(
        IEnumerable<(LifeId Life, uint SequenceNumber)> threads,
        IEnumerable<OnceEvent> onceEvents,
        ForgottenOnce forgotten)
    {
        _threads = threads.ToDictionary(thread => thread.Life, thread => thread.SequenceNumber);
        Once = new OnceEvents(long.MaxValue, forgotten);
        foreach (OnceEvent once in onceEvents)
        {
            Once.Add(once);
        }
    }

    public OnceEvents Once { get; }

    /// <summary>Waits that have not ended.</summary>
    public OpenWaits Waits { get; } = new();

    /// <summary>Bytes of memory taken, near enough.</summary>
    public long HeldBytes => Once.HeldBytes + Once.ForgottenBytes + (_threads.Count * 64L)
        + Waits.HeldBytes;

    /// <summary>Lives not declared over when the evicted generations end, with their numbers then.</summary>
    public (LifeId Life, uint SequenceNumber)[] Threads() =>
        [.. _threads.Select(thread => (thread.Key, thread.Value))];

    /// <summary>Takes over what must survive of a generation.</summary>
    public void Absorb(NetTraceGenerationCarry evicted)
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

    // What is about a thread that ended in the same generation is not kept, or it would take the place of others.
    private void AddOnce(NetTraceGenerationCarry evicted)
    {
        if (evicted.OnceEvents.Length == 0)
        {
            return;
        }

        Dictionary<ulong, TraceTicks> exits = [];
        foreach (ThreadMark mark in evicted.Marks.Where(mark => mark.Exited))
        {
            exits[mark.Life.ThreadId] = mark.LastAt;
        }

        foreach (OnceEvent once in evicted.OnceEvents)
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
