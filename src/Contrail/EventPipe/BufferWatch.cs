using Contrail.Core.Formats;
using Contrail.Processes;

namespace Contrail.EventPipe;

/// <summary>
/// Checks whether a target has so many threads that some may never get a part of the session's buffer. The stream does
/// not report the losses of such a thread, so the only known fact is that there may be more losses.
/// </summary>
internal sealed class BufferWatch
{
    /// <summary>Measured: two pieces of 100 KiB a thread are what delivery needs.</summary>
    private const long BytesPerThread = 2 * (100 << 10);

    private readonly Func<ProcStat?> _stat;
    private readonly TraceClock _clock;
    private long _outgrownAt = long.MinValue;

    /// <param name="stat">The target's state; null once it is gone.</param>
    /// <param name="bufferMegabytes">How much the runtime may hold back.</param>
    /// <param name="clock">The clock of its events.</param>
    public BufferWatch(Func<ProcStat?> stat, int bufferMegabytes, TraceClock clock)
    {
        _clock = clock;
        _stat = stat;
        BufferMegabytes = bufferMegabytes;
    }

    /// <summary>The buffer that is watched, in MiB.</summary>
    public int BufferMegabytes { get; }

    /// <summary>Whether it was so at a moment, now included, at which history is held.</summary>
    public bool WasOutgrownSince(TraceTicks? start)
    {
        Look();
        long outgrownAt = Volatile.Read(ref _outgrownAt);
        return outgrownAt != long.MinValue && outgrownAt >= (start?.Value ?? long.MinValue);
    }

    /// <summary>Looks at the target as it is now. Safe from any thread.</summary>
    public void Look()
    {
        // A process that has ended has no threads; what was seen of it before stays true.
        if ((_stat()?.ThreadCount ?? 0) * BytesPerThread > (long)BufferMegabytes << 20)
        {
            Volatile.Write(ref _outgrownAt, _clock.Now.Value);
        }
    }
}
