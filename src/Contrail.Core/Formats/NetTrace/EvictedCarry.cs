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
        IEnumerable<(LifeId Life, uint SequenceNumber)> threads, IEnumerable<OnceEvent> onceEvents, Loss? forgotten)
    {
        _threads = threads.ToDictionary(thread => thread.Life, thread => thread.SequenceNumber);
        Once = new OnceEvents(long.MaxValue, forgotten);
        foreach (OnceEvent once in onceEvents)
        {
            Once.Add(once);
        }
    }

    public OnceEvents Once { get; }

    /// <summary>Bytes of memory taken, near enough.</summary>
    public long HeldBytes => Once.HeldBytes + (_threads.Count * 48L);

    /// <summary>Lives not declared over when the evicted generations end, with their numbers then.</summary>
    public (LifeId Life, uint SequenceNumber)[] Threads() =>
        [.. _threads.Select(thread => (thread.Key, thread.Value))];

    /// <summary>Takes over what must survive of a generation.</summary>
    public void Absorb(NetTraceGenerationCarry evicted)
    {
        foreach (ThreadMark mark in evicted.Marks)
        {
            if (mark.Gone)
            {
                _threads.Remove(mark.Life);
            }
            else
            {
                _threads[mark.Life] = mark.SequenceNumber;
            }
        }

        foreach (OnceEvent once in evicted.OnceEvents)
        {
            Once.Add(once);
        }
    }
}
