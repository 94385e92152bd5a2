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
    /// <exception cref="SourceUnavailableException">One is not.</exception>
    public void Use(RecordingSource source) => With(rules =>
    {
        RequireObserved(rules.States.Select(state => state.Rule), source);
        rules.BeginSource();
        _source = source;
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
