using System.Collections.Concurrent;
using System.Diagnostics;
using Contrail.Core.Triggers;
using Contrail.Tool.Text;
using Contrail.Triggers;

namespace Contrail.Tool.Foreground;

/// <summary>
/// Collects the triggers that fired until their snapshot is due. What fires before that shares the snapshot.
/// Thread-safe.
/// </summary>
internal sealed class FiredTriggers
{
    /// <summary>More in one snapshot are counted.</summary>
    private const int MaxNamed = 4;

    private readonly ConcurrentQueue<TriggerFiring> _arrived = new();
    private readonly List<TriggerFiring> _pending = [];
    private long _dueAt;

    /// <param name="rules">The rules.</param>
    public FiredTriggers(IReadOnlyList<TriggerRule> rules) => Plan = new TriggerPlan(rules, _arrived.Enqueue);

    /// <summary>What a recorder watches for.</summary>
    public TriggerPlan Plan { get; }

    /// <summary>Returns a request for a snapshot if one is due. One thread calls it.</summary>
    public StopRequest? TakeDue()
    {
        while (_arrived.TryDequeue(out TriggerFiring? firing))
        {
            long due = Stopwatch.GetTimestamp() + StopwatchTicks(firing.Rule.AfterNanoseconds);
            _dueAt = _pending.Count == 0 ? due : Math.Max(_dueAt, due);
            _pending.Add(firing);
        }

        if (_pending.Count == 0 || Stopwatch.GetTimestamp() < _dueAt)
        {
            return null;
        }

        string reason = string.Join("; ", _pending.Take(MaxNamed).Select(TriggerText.Of))
            + (_pending.Count > MaxNamed ? $"; and {_pending.Count - MaxNamed} more" : "");
        _pending.Clear();
        return new StopRequest(reason, End: false) { IsFromTrigger = true };
    }

    private static long StopwatchTicks(long nanoseconds) =>
        (long)((Int128)nanoseconds * Stopwatch.Frequency / 1_000_000_000);
}
