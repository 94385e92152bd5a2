using Contrail.Processes;

namespace Contrail.EventPipe;

/// <summary>
/// The processor time of the runtime's own threads that write the sessions: what recording costs the process there, as
/// the kernel counts it. Used by one thread.
/// </summary>
internal sealed class StreamingThreads
{
    /// <summary>The runtime's name for these threads on .NET 8 to 11; its diagnostics server has it too.</summary>
    public const string Name = ".NET EventPipe";

    /// <summary>Finding the threads reads a file for each thread of the process.</summary>
    private static readonly TimeSpan FindEvery = TimeSpan.FromSeconds(10);

    private readonly int _pid;
    private readonly TimeProvider _time;
    private readonly Dictionary<int, long> _ticks = [];
    private long _foundAt;
    private long _readAt;

    /// <param name="pid">The process, as visible here; 0 if it is not.</param>
    /// <param name="time">The clock of the recorder.</param>
    public StreamingThreads(int pid, TimeProvider time)
    {
        _time = time;
        _pid = pid;
    }

    /// <summary>Finds the threads again: a session was opened or closed.</summary>
    public void Forget()
    {
        _ticks.Clear();
        _foundAt = 0;
    }

    /// <summary>What they used of one core since the last call; null where that is unknown.</summary>
    public double? ReadShare()
    {
        TimeSpan elapsed = _time.GetElapsedTime(_readAt);
        bool isFirst = _ticks.Count == 0;
        if (_pid > 0 && (_foundAt == 0 || _time.GetElapsedTime(_foundAt) > FindEvery))
        {
            Find();
        }

        _readAt = _time.GetTimestamp();
        long usedTicks = 0;
        foreach (int id in _ticks.Keys.ToArray())
        {
            if (ProcThreads.ProcessorTicks(_pid, id) is { } now)
            {
                usedTicks += now - _ticks[id];
                _ticks[id] = now;
            }
            else
            {
                _ticks.Remove(id);
            }
        }

        return isFirst || _ticks.Count == 0
            ? null
            : usedTicks / (double)ProcStat.TicksPerSecond / elapsed.TotalSeconds;
    }

    private void Find()
    {
        _foundAt = _time.GetTimestamp();
        foreach (int id in ProcThreads.Named(_pid, Name))
        {
            if (!_ticks.ContainsKey(id) && ProcThreads.ProcessorTicks(_pid, id) is { } ticks)
            {
                _ticks[id] = ticks;
            }
        }
    }
}
