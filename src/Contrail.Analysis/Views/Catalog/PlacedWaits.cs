using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>How long, where, and on how many threads waits of one group were. Not safe for concurrent use.</summary>
internal sealed class PlacedWaits
{
    private const int MaxThreads = 2_000;

    private readonly HashSet<long> _threads = [];
    private bool _hasMoreThreads;

    /// <summary>How long threads waited; of open waits, as far as the trace shows them.</summary>
    public DurationTally Times { get; } = new();

    /// <summary>Where they waited, by duration.</summary>
    public PlaceTally Places { get; } = new(PlaceTally.MaxStacksOfGroup);

    /// <summary>Waits that had not ended at the end.</summary>
    public long OpenCount { get; private set; }

    /// <summary>Number of threads that waited; null if there are too many to count.</summary>
    public long? ThreadCount => _hasMoreThreads ? null : _threads.Count;

    /// <summary>Adds a wait.</summary>
    public void Add(in Wait wait)
    {
        Times.Add(wait.Range.Nanoseconds);
        Places.Add(wait.Stack, wait.Range.Nanoseconds);
        OpenCount += wait.Range.IsOpenAtEnd ? 1 : 0;
        if (_threads.Count < MaxThreads)
        {
            _threads.Add(wait.ExecutionId);
        }
        else
        {
            _hasMoreThreads |= !_threads.Contains(wait.ExecutionId);
        }
    }
}
