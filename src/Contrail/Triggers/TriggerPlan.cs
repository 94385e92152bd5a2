using Contrail.Core.Triggers;

namespace Contrail.Triggers;

/// <summary>
/// The rules in force, with what they decided, and what is done when one fires. They stay in force when the process
/// is recorded again after a restart: then cooldowns and quotas go on. Thread-safe.
/// </summary>
internal sealed class TriggerPlan
{
    private readonly Lock _lock = new();
    private readonly TriggerSet _rules;
    private readonly Action<TriggerFiring> _fire;
    private RecordingSource? _source;
    private TimeSpan _period;
    private int _version;

    /// <param name="rules">The rules.</param>
    /// <param name="fire">Receives what fires, on the thread of the watch; it must not block.</param>
    /// <exception cref="ArgumentException">Two rules have the same name.</exception>
    public TriggerPlan(IReadOnlyList<TriggerRule> rules, Action<TriggerFiring> fire)
    {
        _rules = new TriggerSet(rules);
        _fire = fire;
    }

    /// <summary>Another number after each change of the rules.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>
    /// Prepares for a source, and requires that all conditions of the rules are observed there: a rule that cannot fire
    /// is a mistake, unless it is one of the default set.
    /// </summary>
    /// <param name="source">What is recorded.</param>
    /// <param name="period">How much history is kept: a snapshot that is taken later lacks its cause.</param>
    /// <exception cref="SourceUnavailableException">A rule cannot work.</exception>
    public void Use(RecordingSource source, TimeSpan period) => With(rules =>
    {
        TriggerRule[] all = [.. rules.States.Select(state => state.Rule)];
        RequireObserved(all, source);
        RequireHeld(all, period);
        rules.BeginSource();
        (_source, _period) = (source, period);
        return true;
    });

    /// <summary>Replaces the rules; the recording goes on.</summary>
    /// <exception cref="ArgumentException">Two rules have the same name; the rules stay as they are.</exception>
    /// <exception cref="SourceUnavailableException">
    /// A rule cannot fire for the source that is recorded; the rules stay as they are.
    /// </exception>
    public void Reload(IReadOnlyList<TriggerRule> reloaded) => With(rules =>
    {
        if (_source is not null)
        {
            RequireObserved(reloaded, _source);
            RequireHeld(reloaded, _period);
        }

        rules.Reload(reloaded);
        Interlocked.Increment(ref _version);
        return true;
    });

    /// <summary>Reads or changes the rules; no other thread does meanwhile.</summary>
    public T With<T>(Func<TriggerSet, T> use)
    {
        lock (_lock)
        {
            return use(_rules);
        }
    }

    /// <summary>Passes on what fires.</summary>
    public void Fire(IEnumerable<TriggerFiring> firings)
    {
        foreach (TriggerFiring firing in firings)
        {
            _fire(firing);
        }
    }

    // Otherwise what it was recorded for is no longer held when the snapshot is taken.
    private static void RequireHeld(IEnumerable<TriggerRule> rules, TimeSpan period)
    {
        if (rules.FirstOrDefault(one => one.AfterNanoseconds >= period.TotalNanoseconds && one.AfterNanoseconds > 0)
            is { } rule)
        {
            string after = TriggerQuantity.Duration(rule.AfterNanoseconds);
            throw new SourceUnavailableException(
                $"Cannot watch for '{rule.Name}': recording continues for {after} after it, and only "
                + $"{period.TotalSeconds:0.#} s are kept. Increase the period.");
        }
    }

    private static void RequireObserved(IEnumerable<TriggerRule> rules, RecordingSource source)
    {
        foreach (TriggerRule rule in rules.Where(one => !one.IsDefault))
        {
            if (rule.On.Signals.Select(source.WhyNotObserved).FirstOrDefault(why => why is not null) is { } unobserved)
            {
                throw new SourceUnavailableException($"Cannot watch for '{rule.Name}': {unobserved}.");
            }
        }
    }
}
