namespace Contrail.Core.Triggers;

/// <summary>
/// The rules that fired until their snapshot is due. What fires before that shares the snapshot. Times are those of one
/// clock that never decreases, in nanoseconds. Not safe for concurrent use.
/// </summary>
internal sealed class PendingTriggers
{
    private readonly List<(TriggerFiring Firing, long Due)> _pending = [];

    /// <summary>Adds a firing; its rule does not fire again until it is taken.</summary>
    public void Add(TriggerFiring firing, long now) => _pending.Add((firing, now + firing.Rule.AfterNanoseconds));

    /// <summary>When the snapshot of a firing is taken; null if it is not pending.</summary>
    public long? DueOf(TriggerFiring firing) =>
        _pending.Any(one => ReferenceEquals(one.Firing, firing)) ? _pending.Max(one => one.Due) : null;

    /// <summary>The rules that fired, if all of their time after it has passed; otherwise none.</summary>
    public IReadOnlyList<TriggerFiring> TakeDue(long now) => _pending.All(one => now >= one.Due) ? TakeAll() : [];

    /// <summary>The rules that fired, whether or not their snapshot is due: the last one is taken now.</summary>
    public IReadOnlyList<TriggerFiring> TakeAll()
    {
        List<TriggerFiring> taken = [.. _pending.Select(one => one.Firing)];
        _pending.Clear();
        return taken;
    }
}
