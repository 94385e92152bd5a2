using Contrail.Core.Triggers;

namespace Contrail.Tests.Core.Triggers;

/// <summary>
/// A set of rules and short ways to let time pass and observe things. Each snapshot is written as soon as a rule fires.
/// </summary>
internal sealed class TriggerScript
{
    public const long Second = 1_000_000_000;

    public TriggerScript(params string[] expressions)
        : this([.. expressions.SelectMany(Rules)])
    {
    }

    public TriggerScript(params TriggerRule[] rules) => Set = new TriggerSet(rules);

    public TriggerSet Set { get; }

    public TriggerState State => Set.States[0];

    public Verdict Last => State.LastVerdict;

    /// <summary>The rules of an expression, without cooldown and quotas.</summary>
    public static IEnumerable<TriggerRule> Rules(string expression)
    {
        IReadOnlyList<TriggerRule> rules = TriggerRules.Parse(expression, out TriggerError? error);
        return error is null
            ? rules.Select(rule => rule with { CooldownNanoseconds = 0, MaxPerDay = null })
            : throw new ArgumentException(error.ToString(), nameof(expression));
    }

    public static TriggerRule Rule(string expression) => Rules(expression).Single();

    /// <summary>
    /// Cancels a firing (0), or takes its snapshot, which fails (1) or is written (2). Returns how often the condition
    /// was met by what is written.
    /// </summary>
    public static long Conclude(TriggerSet set, TriggerFiring pending, int how, Action? meanwhile = null)
    {
        if (how == 0)
        {
            set.CancelAll();
            return 0;
        }

        PendingTrigger taken = set.Take(pending);
        meanwhile?.Invoke();
        if (how == 1)
        {
            set.Failed(taken);
            return 0;
        }

        set.Written(pending);
        return 1 + taken.RepeatedCount + pending.Suppressed.Total;
    }

    /// <summary>Observes at a time in seconds and returns whether a rule fires.</summary>
    public bool See(SignalKind signal, double seconds, double? value = null, string subject = "", string text = "") =>
        See(new Observation(signal, At(seconds)) { Value = value, Subject = subject, Text = text });

    public bool See(Observation observation) => Write(Set.Decide(observation));

    public bool Event(double seconds, string subject, params ObservedField[] fields) =>
        See(new Observation(SignalKind.Event, At(seconds)) { Subject = subject, Fields = fields });

    public bool Tick(double seconds) => Write(Set.Tick(At(seconds)));

    private bool Write(IReadOnlyList<TriggerFiring> fired)
    {
        foreach (TriggerFiring firing in fired)
        {
            Set.Take(firing);
            Set.Written(firing);
        }

        return fired.Count > 0;
    }

    private static long At(double seconds) => (long)(seconds * Second);
}
