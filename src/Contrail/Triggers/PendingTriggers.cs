using Contrail.Core.Triggers;
using Contrail.Snapshots;

namespace Contrail.Triggers;

/// <summary>
/// The rules that fired until their snapshot is due. What fires before that shares the snapshot, and a rule that fires
/// again is counted. Thread-safe.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class PendingTriggers(TimeProvider time)
{
    /// <summary>More in one reason are counted.</summary>
    private const int MaxNamed = 4;

    private const long NanosecondsPerTick = 100;

    private readonly Lock _lock = new();
    private readonly List<PendingTrigger> _pending = [];
    private long _firstAt;
    private TimeSpan _after;

    /// <summary>Adds a firing; it never waits.</summary>
    public void Add(TriggerFiring firing)
    {
        TimeSpan after = new(firing.Rule.AfterNanoseconds / NanosecondsPerTick);
        lock (_lock)
        {
            int at = _pending.FindIndex(one => one.Firing.Rule.Name == firing.Rule.Name);
            if (at >= 0)
            {
                _pending[at] = _pending[at] with { RepeatedCount = _pending[at].RepeatedCount + 1 };
                return;
            }

            long now = time.GetTimestamp();
            _firstAt = _pending.Count == 0 ? now : _firstAt;
            TimeSpan due = time.GetElapsedTime(_firstAt, now) + after;
            _after = _pending.Count > 0 && _after > due ? _after : due;
            _pending.Add(new PendingTrigger(firing, 0));
        }
    }

    /// <summary>The rules that fired, if all of their time after it has passed; otherwise none.</summary>
    public IReadOnlyList<PendingTrigger> TakeDue()
    {
        lock (_lock)
        {
            return _pending.Count > 0 && time.GetElapsedTime(_firstAt) >= _after ? Take() : [];
        }
    }

    /// <summary>The rules that fired, whether or not their snapshot is due: the last one is taken now.</summary>
    public IReadOnlyList<PendingTrigger> TakeAll()
    {
        lock (_lock)
        {
            return Take();
        }
    }

    /// <summary>The request for the snapshot of rules that fired.</summary>
    public static SnapshotRequest RequestOf(IReadOnlyList<PendingTrigger> fired)
    {
        string names = string.Join("; ", fired.Take(MaxNamed).Select(one => $"trigger {one.Firing.Rule.Name}"));
        return new SnapshotRequest(names + (fired.Count > MaxNamed ? $"; and {fired.Count - MaxNamed} more" : ""))
        {
            Triggers = [.. fired.Select(one => (one.Firing.Observation.Nanoseconds, one.ToManifest()))],
        };
    }

    private List<PendingTrigger> Take()
    {
        List<PendingTrigger> taken = [.. _pending];
        _pending.Clear();
        return taken;
    }
}
