namespace Contrail.Machine.Figures;

/// <summary>The few threads that ran or waited for a processor longest in a turn. Not thread-safe.</summary>
internal sealed class BusiestThreads
{
    /// <summary>The most threads that a turn reports.</summary>
    public const int MaxCount = 8;

    private readonly ThreadEntry[] _threads = new ThreadEntry[MaxCount];
    private int _count;

    /// <summary>The threads, the busiest first.</summary>
    public ReadOnlySpan<ThreadEntry> Threads => _threads.AsSpan(0, _count);

    /// <summary>Removes all.</summary>
    public void Clear()
    {
        Array.Clear(_threads);
        _count = 0;
    }

    /// <summary>Adds a thread that was active, if it is one of the busiest.</summary>
    public void Add(ThreadEntry thread)
    {
        int index = _count;
        while (index > 0 && _threads[index - 1].Activity < thread.Activity)
        {
            index--;
        }

        if (thread.Activity > 0 && index < MaxCount)
        {
            int movedCount = Math.Min(_count, MaxCount - 1) - index;
            Array.Copy(_threads, index, _threads, index + 1, movedCount);
            _threads[index] = thread;
            _count = Math.Min(_count + 1, MaxCount);
        }
    }
}
