namespace Contrail.Core.Triggers;

/// <summary>
/// The rules that fired until their snapshot is due. Each keeps its own time after it; those whose times end almost
/// together share a snapshot. Times are those of one clock that never decreases, in nanoseconds. Not safe for
/// concurrent use.
/// </summary>
internal sealed class PendingTriggers
{
    /// <summary>
    /// How long a snapshot waits at most for a rule that is due later: one incident meets several conditions within a
    /// second.
    /// </summary>
    public const long MaxWaitNanoseconds = 1_000_000_000;

    /// <summary>A file has 100 rules; those that were replaced after they fired are in addition to that.</summary>
    public const int MaxPending = 256;

    private readonly List<Entry> _pending = [];

    /// <summary>How much history is kept: a snapshot that waits longer lacks its cause.</summary>
    public long PeriodNanoseconds { get; set; } = long.MaxValue;

    /// <summary>Adds a firing; its rule does not fire again until it is taken.</summary>
    public void Add(TriggerFiring firing, long now)
    {
        long after = firing.Rule.AfterNanoseconds;
        long wait = Math.Max(0, Math.Min(MaxWaitNanoseconds, Math.Min(after, PeriodNanoseconds - after) / 2));
        _pending.Add(new Entry(firing, now + after, now + after + wait));
        if (_pending.Count > MaxPending)
        {
            // None is lost, and no list grows.
            TriggerFiring[] all = [.. TakeAll()];
            _pending.AddRange(all.Select(one => new Entry(one, now, now)));
        }
    }

    /// <summary>When the snapshot of a firing is taken, if nothing else fires; null if it is not pending.</summary>
    public long? DueOf(TriggerFiring firing)
    {
        Entry[] rest = [.. _pending];
        long? due = null;
        while (rest.Any(one => ReferenceEquals(one.Firing, firing)))
        {
            due = Next(rest);
            rest = [.. rest.Where(one => one.Due > due)];
        }

        return due;
    }

    /// <summary>The rules whose snapshot is due; it is shared by all whose time after them has passed.</summary>
    public IReadOnlyList<TriggerFiring> TakeDue(long now)
    {
        if (_pending.Count == 0 || now < Next(_pending))
        {
            return [];
        }

        TriggerFiring[] taken = [.. _pending.Where(one => one.Due <= now).Select(one => one.Firing)];
        _pending.RemoveAll(one => one.Due <= now);
        return taken;
    }

    /// <summary>The rules that fired, whether or not their snapshot is due: the last one is taken now.</summary>
    public IReadOnlyList<TriggerFiring> TakeAll()
    {
        TriggerFiring[] taken = [.. _pending.Select(one => one.Firing)];
        _pending.Clear();
        return taken;
    }

    // The first moment at which a rule has waited for all that are due within its patience.
    private static long Next(IReadOnlyCollection<Entry> pending) =>
        pending.Min(one => pending.Where(other => other.Due <= one.Latest).Max(other => other.Due));

    private readonly record struct Entry(TriggerFiring Firing, long Due, long Latest);
}
