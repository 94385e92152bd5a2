using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>The waits for one lock. Not safe for concurrent use.</summary>
internal sealed class LockWaits
{
    private const int MaxOwners = 2_000;

    /// <summary>More than end during one wait, in nearly all programs; of more, the latest count.</summary>
    private const int MaxEnds = 512;

    private readonly TopTally<long> _owners = new(MaxOwners);
    private readonly List<TraceTime> _ends = [];
    private readonly PlaceTally _acquired = new(PlaceTally.MaxStacksOfGroup);

    /// <summary>How long, where, and on how many threads.</summary>
    public PlacedWaits Waits { get; } = new();

    /// <summary>Where the owners were meanwhile: once for each time that one was seen during a wait.</summary>
    public PlaceTally Held { get; } = new(PlaceTally.MaxStacksOfGroup);

    /// <summary>Number of threads that held the lock when a wait began.</summary>
    public int OwnerCount => _owners.KeyCount;

    /// <summary>The thread that held it during most of the time that others waited; 0 if unknown.</summary>
    public long MainOwner => _owners.Top(1).Select(top => top.Key).FirstOrDefault();

    /// <summary>Adds a wait, in the order of their ends, with where its owner was meanwhile.</summary>
    /// <returns>Where the owner was seen during this wait, or else where it had acquired the lock.</returns>
    public IReadOnlyList<StackId> Add(in Wait wait, SeenStacks seen)
    {
        Waits.Add(wait);
        IReadOnlyList<StackId> held = wait.OwnerId == 0 ? [] : AddOwner(wait, seen);
        if (!wait.Range.IsOpenAtEnd)
        {
            AddEnd(wait.Range.End);
        }

        return held;
    }

    /// <summary>
    /// Where the owners were seen most often while others waited, otherwise where they had acquired the lock. None if
    /// neither is known.
    /// </summary>
    public StackId OwnerPlace(StackTable table) =>
        Held.Heaviest(table) is { IsNone: false } held ? held : _acquired.Heaviest(table);

    private List<StackId> AddOwner(in Wait wait, SeenStacks seen)
    {
        _owners.Add(wait.OwnerId, Math.Max(1, wait.Range.Nanoseconds / 1_000));
        StackId acquired = seen.Acquired(wait.OwnerId, wait.ObjectId);
        _acquired.Add(acquired, wait.Range.Nanoseconds);
        List<StackId> held = [.. seen.Held(wait.OwnerId, HeldDuring(wait.Range))];
        held.ForEach(stack => Held.Add(stack));
        return held.Count > 0 || acquired.IsNone ? held : [acquired];
    }

    // The same thread held the lock until another one that waited had it.
    private TimeRange HeldDuring(TimeRange wait)
    {
        int found = _ends.BinarySearch(wait.Start);
        int next = found < 0 ? ~found : found;
        while (next < _ends.Count && _ends[next] <= wait.Start)
        {
            next++;
        }

        return next < _ends.Count && _ends[next] < wait.End
            ? new TimeRange(wait.Start, _ends[next], wait.IsOpenAtStart, IsOpenAtEnd: false)
            : wait;
    }

    private void AddEnd(TraceTime end)
    {
        if (_ends.Count >= MaxEnds)
        {
            _ends.RemoveRange(0, MaxEnds / 2);
        }

        _ends.Add(end);
    }
}
