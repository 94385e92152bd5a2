namespace Contrail.Analysis.Views;

/// <summary>
/// Counts the threads that wait for an event, a semaphore or another wait handle. Not safe for concurrent use.
/// </summary>
internal sealed class HandleWaitTally
{
    /// <summary>Threads that wait at once; a file may claim any number.</summary>
    private const int MaxOpen = 20_000;

    private readonly Dictionary<ulong, bool> _open = [];

    /// <summary>Waits that have no end.</summary>
    public long OpenCount => _open.Count;

    /// <summary>Those of them that began before the window.</summary>
    public long CarriedCount => _open.Values.Count(isCarried => isCarried);

    public void AddStart(ulong threadId, bool isCarried)
    {
        if (_open.Count < MaxOpen || _open.ContainsKey(threadId))
        {
            _open[threadId] = isCarried;
        }
    }

    public void AddStop(ulong threadId) => _open.Remove(threadId);
}
