using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// For which locks threads waited, who held them, and what the owner did meanwhile. Not safe for concurrent use.
/// </summary>
internal sealed class ContentionsView : ViewBase, IView
{
    private const int MaxLocks = 2_000;
    private const int MaxLongest = 100;

    /// <summary>Waits whose owner was not seen, that are looked at again at the end; of more, the first.</summary>
    private const int MaxUnseen = 10_000;
    private const long MinBlocked = 1_000_000;

    private static readonly TableDescription Places = new(
        "places", "Waits for locks, by place in the code",
        new ViewColumn("total", "total", ViewUnit.Duration),
        new ViewColumn("share", "share", ViewUnit.Share),
        new ViewColumn("waits", "waits", ViewUnit.Count),
        new ViewColumn("stack", "at", ViewUnit.Stack));

    private static readonly TableDescription Locks = new(
        "locks", "Locks, by the time that threads waited for them",
        new ViewColumn("total", "total", ViewUnit.Duration),
        new ViewColumn("waits", "waits", ViewUnit.Count),
        new ViewColumn("threads", "threads", ViewUnit.Count),
        new ViewColumn("p50", "p50", ViewUnit.Duration),
        new ViewColumn("max", "max", ViewUnit.Duration),
        new ViewColumn("waitingAtEnd", "open", ViewUnit.Count),
        new ViewColumn("lock", "lock", ViewUnit.Identity),
        new ViewColumn("owner", "owner", ViewUnit.Text),
        new ViewColumn("seen", "owners seen", ViewUnit.Count),
        new ViewColumn("seenTotal", "in waits of", ViewUnit.Duration),
        new ViewColumn("ownerStack", "meanwhile its owners were at", ViewUnit.Stack),
        new ViewColumn("stack", "waits at", ViewUnit.Stack));

    private static readonly TableDescription Longest = new(
        "longest", "Longest waits",
        new ViewColumn("start", "start", ViewUnit.Time),
        new ViewColumn("duration", "duration", ViewUnit.Duration),
        new ViewColumn("thread", "thread", ViewUnit.Text),
        new ViewColumn("lock", "lock", ViewUnit.Identity),
        new ViewColumn("owner", "owner", ViewUnit.Text),
        new ViewColumn("ownerStack", "meanwhile its owner was at", ViewUnit.Stack),
        new ViewColumn("stack", "waits at", ViewUnit.Stack));

    private readonly BoundedGroups<ulong, LockWaits> _locks = new(MaxLocks);
    private readonly SeenStacks _seen = new();
    private readonly SeenWaits _waits = new();
    private readonly List<(LockWaits Waits, Wait Wait)> _unseen = [];
    private readonly PoolFrames _idle = new();
    private readonly PlaceTally _places = new();
    private double _total;
    private readonly LongestItems<(Wait Wait, StackId Owner)> _longest = new(MaxLongest);

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "contention", "Which locks did threads wait for, who held them, and how much time was lost?",
        ModelNeeds.Waits, [Places, Locks, Longest], static _ => new ContentionsView());

    /// <inheritdoc/>
    public override ModelNeeds Needs =>
        ModelNeeds.Waits | ModelNeeds.HandleWaits | ModelNeeds.Exceptions | ModelNeeds.Samples
        | ModelNeeds.Allocations | ModelNeeds.OffCpuTimes | ModelNeeds.Stacks;

    /// <inheritdoc/>
    public void Add(in Wait wait)
    {
        if (wait.Kind != WaitKind.Lock)
        {
            AddOther(wait);
            return;
        }

        long duration = wait.Range.Nanoseconds;
        _places.Add(wait.Stack, duration);
        _total += duration;
        bool isSeen = false;
        LockWaits? waits = _locks.Find(wait.ObjectId);
        StackId held = waits?.Add(wait, _seen, _waits, out isSeen) ?? StackId.None;
        if (waits is not null && !isSeen && _unseen.Count < MaxUnseen)
        {
            _unseen.Add((waits, wait));
        }

        _waits.Add(wait);
        _longest.Add((wait, held), duration);
    }

    /// <inheritdoc/>
    public void Add(in ExceptionRecord exception) =>
        _seen.Add(exception.ExecutionId, exception.Time, exception.Stack);

    /// <inheritdoc/>
    public void Add(in Sample sample) =>
        _seen.Add(sample.ExecutionId, sample.Time, sample.Stack, _idle.IsIdle(sample.Stack, Stacks));

    /// <inheritdoc/>
    public void Add(in AllocationSample allocation) =>
        _seen.Add(allocation.ExecutionId, allocation.Time, allocation.Stack);

    /// <inheritdoc/>
    public void Add(in OffCpuTime blocked)
    {
        // Shorter ones are many, and explain no wait that is worth a look.
        if (blocked.Range.Nanoseconds >= MinBlocked)
        {
            AddOther(new Wait(WaitKind.Unknown, blocked.ExecutionId, blocked.Range, blocked.Stack));
        }
    }

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        AddUnseen();
        ViewTable locks = new(Locks);
        foreach ((ulong id, LockWaits held) in _locks.All.OrderByDescending(pair => pair.Value.Waits.Times.Total))
        {
            PlacedWaits waits = held.Waits;
            LockHolder holder = LockHolder.Of(held, Stacks);
            locks.Add(
                waits.Times.Total, waits.Times.Count, waits.ThreadCount, waits.Times.Percentile(0.5), waits.Times.Max,
                waits.OpenCount, IdentityOf(id), OwnerText(held), holder.SeenCount, holder.SeenNanoseconds,
                holder.Stack, waits.Places.Heaviest(Stacks));
        }

        ViewTable longest = new(Longest) { OmittedCount = _longest.OmittedCount };
        foreach ((Wait wait, StackId owner) in _longest.LongestFirst)
        {
            longest.Add(
                wait.Range.Start, wait.Range.Nanoseconds, ThreadText(wait.ExecutionId), IdentityOf(wait.ObjectId),
                wait.OwnerId == 0 ? null : ThreadText(wait.OwnerId),
                _waits.OfOwner(wait) is { IsNone: false } waited ? waited : owner, wait.Stack);
        }

        return new ViewResult(PlacesTable(), locks, longest)
        {
            Notes = [.. _locks.Notes("waits"), .. _places.Notes("waits")],
        };
    }

    private void AddOther(in Wait wait)
    {
        bool isIdle = _idle.IsIdle(wait.Stack, Stacks);
        _seen.Add(wait.ExecutionId, wait.Range.Start, wait.Stack, isIdle);
        if (!isIdle)
        {
            _waits.Add(wait);
        }
    }

    // A wait is a record when it ends: that of the owner can end after one for its lock, which has a time limit, or
    // with the window.
    private void AddUnseen()
    {
        foreach ((LockWaits waits, Wait wait) in _unseen)
        {
            waits.Held.Add(_waits.OfOwner(wait), wait.Range.Nanoseconds);
        }

        _unseen.Clear();
    }

    // Waits without a stack belong to no place, and to the whole all the same.
    private ViewTable PlacesTable() => new ViewTable(Places).AddAll(_places.Conclude(Stacks), place =>
        [place.Weight, Share(place.Weight, _total), place.Count, place.Stack]);

    private static ViewValue IdentityOf(ulong id) => id == 0 ? default : unchecked((long)id);

    private string? OwnerText(LockWaits waits) => waits.OwnerCount switch
    {
        0 => null,
        1 => ThreadText(waits.MainOwner),
        _ => $"{ThreadText(waits.MainOwner)} and {waits.OwnerCount - 1} more",
    };
}
