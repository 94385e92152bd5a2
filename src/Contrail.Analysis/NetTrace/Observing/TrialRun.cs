using Contrail.Core.Triggers;

namespace Contrail.Analysis.NetTrace.Observing;

/// <summary>
/// Rules that decide on the observations of one file as in a recorder whose snapshots are written as soon as they are
/// due. Not safe for concurrent use.
/// </summary>
/// <param name="rules">The rules.</param>
internal sealed class TrialRun(IReadOnlyList<TriggerRule> rules)
{
    /// <summary>As a recorder decides on the time that has passed.</summary>
    private const long TickNanoseconds = 500_000_000;

    /// <summary>A recording of days with a tick twice a second; of more, each file is ticked more rarely.</summary>
    private const long MaxTicks = 1_000_000;

    private readonly PendingTriggers _pending = new();
    private readonly List<TriggerFiring> _firings = [];
    private long? _last;

    /// <summary>The rules, with what they decided.</summary>
    public TriggerSet Rules { get; } = new(rules);

    /// <summary>What would have fired, in the order of time.</summary>
    public IReadOnlyList<TriggerFiring> Firings => _firings;

    /// <summary>Decides on an observation, and on the time before it.</summary>
    public void Observe(Observation observation)
    {
        TickUntil(observation.Nanoseconds);
        long now = WriteDue(observation.Nanoseconds);
        Add(Rules.Decide(observation), now);
    }

    /// <summary>Decides on the time that has passed until a moment.</summary>
    public void TickUntil(long moment)
    {
        long from = _last ?? moment;
        long step = Math.Max(TickNanoseconds, (moment - from) / MaxTicks);
        for (; from + step < moment; from += step)
        {
            long now = WriteDue(from + step);
            Add(Rules.Tick(from + step), now);
        }

        _last = from;
    }

    private long WriteDue(long moment)
    {
        long now = Rules.Advance(moment);
        WriteDueAt(now);
        return now;
    }

    private void WriteDueAt(long now)
    {
        foreach (TriggerFiring firing in _pending.TakeDue(now))
        {
            Rules.Written(firing);
        }
    }

    private void Add(IReadOnlyList<TriggerFiring> fired, long now)
    {
        foreach (TriggerFiring firing in fired)
        {
            _firings.Add(firing);
            _pending.Add(firing, now);
        }

        WriteDueAt(now);
    }
}
