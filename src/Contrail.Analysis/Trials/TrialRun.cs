using Contrail.Core.Triggers;

namespace Contrail.Analysis.Trials;

/// <summary>
/// Rules that decide on the observations of one file as in a recorder whose snapshots are written as soon as they are
/// due. Not safe for concurrent use.
/// </summary>
/// <param name="rules">The rules.</param>
internal sealed class TrialRun(IReadOnlyList<TriggerRule> rules)
{
    /// <summary>
    /// A recording of days with a tick twice a second. A gap uses at most half of what is left: a longer file, or one
    /// that claims to be, is ticked more and more rarely.
    /// </summary>
    public const int MaxTicks = 1_000_000;

    /// <summary>The firings of a rule that are kept; all are counted.</summary>
    public const int MaxFirings = 5;

    /// <summary>As a recorder decides on the time that has passed.</summary>
    private const long TickNanoseconds = 500_000_000;

    private readonly PendingTriggers _pending = new();
    private readonly List<TriggerFiring> _firings = [];
    private readonly Dictionary<string, int> _keptByRule = new(StringComparer.Ordinal);
    private long? _last;

    /// <summary>The rules, with what they decided.</summary>
    public TriggerSet Rules { get; } = new(rules);

    /// <summary>The first firings of each rule, in the order of time.</summary>
    public IReadOnlyList<TriggerFiring> Firings => _firings;

    /// <summary>Decisions on the time that has passed.</summary>
    public int TickCount { get; private set; }

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
        // A file can contain any moments: their distance can be more than a long.
        Int128 at = _last ?? moment;
        Int128 step = Int128.Max(TickNanoseconds, (moment - at) / Math.Max(1, (MaxTicks - TickCount) / 2));
        for (; at + step < moment; at += step)
        {
            long next = (long)(at + step);
            long now = WriteDue(next);
            Add(Rules.Tick(next), now);
            TickCount++;
        }

        _last = (long)at;
    }

    /// <summary>Decides on the time until the end of the file; returns what the rules would have done.</summary>
    public TriedFile Conclude(ObservedFile file)
    {
        TickUntil(file.End);
        return new TriedFile(file, Firings, Rules.States);
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
            Keep(firing);
            _pending.Add(firing, now);
        }

        WriteDueAt(now);
    }

    private void Keep(TriggerFiring firing)
    {
        int kept = _keptByRule.GetValueOrDefault(firing.Rule.Name);
        if (kept < MaxFirings)
        {
            _keptByRule[firing.Rule.Name] = kept + 1;
            _firings.Add(firing);
        }
    }
}
