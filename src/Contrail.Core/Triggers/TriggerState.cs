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

    /// <summary>What was suppressed since it last fired.</summary>
    public SuppressedCounts SuppressedSinceFiring { get; private set; }

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
