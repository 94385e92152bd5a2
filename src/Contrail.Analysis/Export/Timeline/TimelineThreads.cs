namespace Contrail.Analysis.Export.Timeline;

/// <summary>The threads and goroutines that have rows of their own. Not safe for concurrent use.</summary>
internal sealed class TimelineThreads
{
    /// <summary>More rows than a viewer shows; further threads share the rows of the process.</summary>
    private const int MaxThreads = 20_000;

    private readonly HashSet<long> _ids = [];

    /// <summary>Whether a thread has no rows, because there are too many.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Whether a thread has rows; the first ones get them. The thread 0 is the unknown one.</summary>
    public bool TryTake(long id)
    {
        bool hasRows = id == 0 || _ids.Contains(id) || (_ids.Count < MaxThreads && _ids.Add(id));
        IsFull |= !hasRows;
        return hasRows;
    }
}
