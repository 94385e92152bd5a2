using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>The waits for one lock. Not safe for concurrent use.</summary>
internal sealed class LockWaits
{
    private const int MaxThreads = 2_000;

    /// <summary>More than end during one wait, in nearly all programs; of more, the latest count.</summary>
    private const int MaxEnds = 256;

    private readonly HashSet<long> _threads = [];
    private readonly TopTally<long> _owners = new(MaxThreads);
    private readonly Queue<TraceTime> _ends = new();
    private bool _hasMoreThreads;

    /// <summary>How long threads waited; of open waits, as far as the trace shows them.</summary>
    public DurationTally Times { get; } = new();

    /// <summary>Where they waited, by duration.</summary>
    public PlaceTally Places { get; } = new(PlaceTally.MaxStacksOfGroup);

    /// <summary>The longest wait.</summary>
    public TimeRange Worst { get; private set; }

    /// <summary>
    /// The part of the longest wait in which the same thread held the lock: then another one that waited had it.
    /// </summary>
    public TimeRange WorstHeld { get; private set; }

    /// <summary>The thread that held the lock when the longest wait began; 0 if unknown.</summary>
    public long WorstOwner { get; private set; }

    /// <summary>Waits that had not ended at the end.</summary>
    public long OpenCount { get; private set; }

    /// <summary>Number of threads that waited; null if there are too many to count.</summary>
    public long? ThreadCount => _hasMoreThreads ? null : _threads.Count;

    /// <summary>Number of threads that held the lock when a wait began.</summary>
    public int OwnerCount => _owners.KeyCount;

    /// <summary>The thread that held it during most of the time that others waited; 0 if unknown.</summary>
    public long MainOwner => _owners.Top(1).Select(top => top.Key).FirstOrDefault();

    /// <summary>Adds a wait.</summary>
    public void Add(in Wait wait)
    {
        Times.Add(wait.Range.Nanoseconds);
        Places.Add(wait.Stack, wait.Range.Nanoseconds);
        OpenCount += wait.Range.IsOpenAtEnd ? 1 : 0;
        if (wait.Range.Nanoseconds >= Worst.Nanoseconds)
        {
            Worst = wait.Range;
            WorstHeld = HeldDuring(wait.Range);
            WorstOwner = wait.OwnerId;
        }

        AddEnd(wait.Range);

        if (_threads.Count < MaxThreads)
        {
            _threads.Add(wait.ExecutionId);
        }
        else
        {
            _hasMoreThreads |= !_threads.Contains(wait.ExecutionId);
        }

        if (wait.OwnerId != 0)
        {
            _owners.Add(wait.OwnerId, Math.Max(1, wait.Range.Nanoseconds / 1_000));
        }
    }

    // Waits arrive in the order of their ends.
    private TimeRange HeldDuring(TimeRange wait)
    {
        foreach (TraceTime end in _ends)
        {
            if (end > wait.Start && end < wait.End)
            {
                return new TimeRange(wait.Start, end, wait.IsOpenAtStart, IsOpenAtEnd: false);
            }
        }

        return wait;
    }

    private void AddEnd(TimeRange wait)
    {
        if (!wait.IsOpenAtEnd)
        {
            _ends.Enqueue(wait.End);
            if (_ends.Count > MaxEnds)
            {
                _ends.Dequeue();
            }
        }
    }
}
