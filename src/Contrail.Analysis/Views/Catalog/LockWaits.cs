using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>The waits for one lock. Not safe for concurrent use.</summary>
internal sealed class LockWaits
{
    private const int MaxOwners = 2_000;

    /// <summary>More than there are during one wait, in nearly all programs; of more, the latest count.</summary>
    private const int MaxAcquisitions = 512;

    private readonly TopTally<long> _owners = new(MaxOwners);
    private readonly List<(TraceTime Time, long Thread, StackId Stack)> _acquisitions = [];

    /// <summary>How long, where, and on how many threads.</summary>
    public PlacedWaits Waits { get; } = new();

    /// <summary>Where owners waited or were seen when waits started, by the nanoseconds of the waits.</summary>
    public PlaceTally Held { get; } = new(PlaceTally.MaxStacksOfGroup);

    /// <summary>Where owners were first seen later during waits, by the nanoseconds of the waits.</summary>
    public PlaceTally Late { get; } = new(PlaceTally.MaxStacksOfGroup);

    /// <summary>Where owners had acquired the lock, by the nanoseconds of the waits.</summary>
    public PlaceTally Acquired { get; } = new(PlaceTally.MaxStacksOfGroup);

    /// <summary>Number of threads that held the lock when a wait began.</summary>
    public int OwnerCount => _owners.KeyCount;

    /// <summary>The thread that held it during most of the time that others waited; 0 if unknown.</summary>
    public long MainOwner => _owners.Top(1).Select(top => top.Key).FirstOrDefault();

    /// <summary>Adds a wait, in the order of their ends, with where its owner was meanwhile.</summary>
    /// <param name="wait">The wait.</param>
    /// <param name="seen">Where threads were seen.</param>
    /// <param name="waits">The waits of other kinds and for other locks.</param>
    /// <param name="isSeen">Whether it is known where the owner was during this wait.</param>
    /// <returns>Where the owner was during this wait, or else where it had acquired the lock.</returns>
    public StackId Add(in Wait wait, SeenStacks seen, SeenWaits waits, out bool isSeen)
    {
        Waits.Add(wait);
        isSeen = false;
        StackId held = wait.OwnerId == 0 ? StackId.None : AddOwner(wait, seen, waits, out isSeen);
        if (!wait.Range.IsOpenAtEnd)
        {
            AddAcquisition(wait);
        }

        return held;
    }

    // A wait of the owner that covers the start is exactly where it was then.
    private StackId AddOwner(in Wait wait, SeenStacks seen, SeenWaits waits, out bool isSeen)
    {
        _owners.Add(wait.OwnerId, Math.Max(1, wait.Range.Nanoseconds / 1_000));
        StackId acquired = AcquiredBy(wait.OwnerId, wait.Range.Start);
        Acquired.Add(acquired, wait.Range.Nanoseconds);
        StackId held = waits.OfOwner(wait);
        bool isLate = false;
        held = held.IsNone ? seen.Held(wait.OwnerId, HeldDuring(wait.Range), out isLate) : held;
        (isLate ? Late : Held).Add(held, wait.Range.Nanoseconds);
        isSeen = !held.IsNone;
        return isSeen ? held : acquired;
    }

    // Where the owner acquired the lock, if it had waited for it, and was the last to do so.
    private StackId AcquiredBy(long owner, TraceTime before)
    {
        int next = NextAfter(before);
        return next > 0 && _acquisitions[next - 1].Thread == owner ? _acquisitions[next - 1].Stack : StackId.None;
    }

    // The same thread held the lock until another one that waited had it.
    private TimeRange HeldDuring(TimeRange wait)
    {
        int next = NextAfter(wait.Start);
        return next < _acquisitions.Count && _acquisitions[next].Time < wait.End
            ? new TimeRange(wait.Start, _acquisitions[next].Time, wait.IsOpenAtStart, IsOpenAtEnd: false)
            : wait;
    }

    private int NextAfter(TraceTime time)
    {
        int low = 0;
        int high = _acquisitions.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _acquisitions[middle].Time <= time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private void AddAcquisition(in Wait wait)
    {
        if (_acquisitions.Count >= MaxAcquisitions)
        {
            _acquisitions.RemoveRange(0, MaxAcquisitions / 2);
        }

        _acquisitions.Add((wait.Range.End, wait.ExecutionId, wait.Stack));
    }
}
