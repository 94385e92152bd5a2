namespace Contrail.Core.Triggers;

/// <summary>
/// A rule in force, its memory and what it decided: the source of explanations. Not safe for concurrent use.
/// </summary>
internal sealed class TriggerState
{
    /// <summary>The observations that are kept for explanations.</summary>
    public const int MaxRecent = 8;

    private ConditionState _condition;
    private readonly Suppression _suppression = new();
    private readonly Queue<DecidedObservation> _recent = new(MaxRecent);

    /// <param name="rule">The rule.</param>
    public TriggerState(TriggerRule rule)
    {
        Rule = rule;
        _condition = rule.On.NewState();
        Expression = rule.On.ToString();
    }

    /// <summary>The rule.</summary>
    public TriggerRule Rule { get; private set; }

    /// <summary>The canonical text of its condition.</summary>
    public string Expression { get; }

    /// <summary>Observations that it used.</summary>
    public long ObservationCount { get; private set; }

    /// <summary>How often its condition was met.</summary>
    public long MatchCount { get; private set; }

    /// <summary>How often it fired.</summary>
    public long FiringCount { get; private set; }

    /// <summary>What was suppressed in all.</summary>
    public SuppressedCounts Suppressed { get; private set; }

    /// <summary>
    /// What was suppressed and is in no snapshot: since it last fired, or since the snapshot of that was taken.
    /// </summary>
    public SuppressedCounts SuppressedSinceFiring { get; private set; }

    /// <summary>The firing whose snapshot is not written yet; null without one.</summary>
    public TriggerFiring? Pending { get; private set; }

    /// <summary>Snapshots that could not be written.</summary>
    public long FailedCount { get; private set; }

    /// <summary>Comparisons with a regular expression that were not made or took too long.</summary>
    public long MatchTimeoutCount => _condition.MatchTimeoutCount;

    /// <summary>Keys and starts of pairs that were forgotten because there were too many.</summary>
    public long ForgottenCount => _condition.ForgottenCount;

    /// <summary>The last decision; unknown before the first observation that it used.</summary>
    public Verdict LastVerdict { get; private set; }

    /// <summary>The last firing; null before the first.</summary>
    public TriggerFiring? LastFiring { get; private set; }

    /// <summary>The last observations that it used and what it decided, oldest first.</summary>
    public IReadOnlyCollection<DecidedObservation> Recent => _recent;

    /// <summary>Replaces the rule by one with the same condition: the memory stays.</summary>
    public void Replace(TriggerRule rule) => Rule = rule;

    /// <summary>Forgets what was observed of the source before, but not when and how often the rule fired.</summary>
    public void BeginSource() => _condition = Rule.On.NewState();

    /// <summary>Decides on an observation; null if the rule does not fire.</summary>
    public TriggerFiring? Decide(in Observation observation, long now)
    {
        Verdict verdict = _condition.Decide(observation, now);
        return verdict.IsConcerned ? Decided(observation, verdict, now) : null;
    }

    /// <summary>Decides on the time that has passed; null if the rule does not fire.</summary>
    /// <param name="nanoseconds">The moment as the caller's clock has it.</param>
    /// <param name="now">The time.</param>
    public TriggerFiring? Tick(long nanoseconds, long now)
    {
        Verdict verdict = _condition.Tick(now);
        if (verdict.IsFire)
        {
            Observation passed = new(verdict.Signal, nanoseconds) { Value = verdict.Figure };
            return Decided(passed, verdict, now);
        }

        LastVerdict = verdict.IsConcerned ? verdict : LastVerdict;
        return null;
    }

    /// <summary>The snapshot of the pending firing is taken: what is met from now on is not in it.</summary>
    /// <returns>The firing, with what was met since.</returns>
    public PendingTrigger Take(TriggerFiring firing)
    {
        PendingTrigger taken = new(firing, SuppressedSinceFiring.Pending);
        SuppressedSinceFiring = default;
        return taken;
    }

    /// <summary>The snapshot of the pending firing is written.</summary>
    public void Written()
    {
        Pending = null;
        _suppression.Written();
    }

    /// <summary>
    /// The snapshot of the pending firing could not be written: what it would have contained is reported by the next.
    /// </summary>
    /// <param name="unwritten">What was to be written.</param>
    /// <param name="now">The time.</param>
    public void Failed(PendingTrigger unwritten, long now)
    {
        FailedCount++;
        SuppressedSinceFiring += unwritten.Firing.Suppressed + new SuppressedCounts
        {
            Failure = 1 + unwritten.RepeatedCount,
        };
        Pending = null;
        _suppression.Failed(now);
    }

    /// <summary>No snapshot of the pending firing is taken, because its process is no longer recorded.</summary>
    public void Cancel()
    {
        SuppressedSinceFiring += (Pending?.Suppressed ?? default) + new SuppressedCounts { Pending = 1 };
        Pending = null;
        _suppression.Cancel();
    }

    private TriggerFiring? Decided(in Observation observation, Verdict verdict, long now)
    {
        ObservationCount++;
        MatchCount += verdict.IsFire ? 1 : 0;
        LastVerdict = verdict.IsFire ? _suppression.Decide(Rule, verdict, now) : verdict;
        Suppressed = Suppressed.With(LastVerdict.Reason);
        SuppressedSinceFiring = SuppressedSinceFiring.With(LastVerdict.Reason);
        Keep(new DecidedObservation(observation, LastVerdict));
        if (!LastVerdict.IsFire)
        {
            return null;
        }

        FiringCount++;
        LastFiring = new TriggerFiring(Rule, observation, LastVerdict, SuppressedSinceFiring);
        SuppressedSinceFiring = default;
        Pending = LastFiring;
        return LastFiring;
    }

    private void Keep(DecidedObservation decided)
    {
        if (_recent.Count == MaxRecent)
        {
            _ = _recent.Dequeue();
        }

        _recent.Enqueue(decided);
    }
}
