using Contrail.Core.Triggers;

namespace Contrail.Triggers;

/// <summary>
/// The rules in force, with what they decided, and those that fired until their snapshot is written. They stay in force
/// when the process is recorded again after a restart: then cooldowns and quotas go on. Thread-safe.
/// </summary>
internal sealed class TriggerPlan
{
    private const long NanosecondsPerTick = 100;

    private readonly Lock _lock = new();
    private readonly TriggerSet _rules;
    private readonly PendingTriggers _pending = new();
    private readonly TimeProvider _time;
    private readonly long _startedAt;
    private readonly Action<TriggerFiring> _fire;
    private RecordingSource? _source;
    private TimeSpan _period;
    private int _version;

    /// <param name="rules">The rules.</param>
    /// <param name="time">The clock of what is pending.</param>
    /// <param name="fire">Receives what fires, on the thread of the watch; it must not block.</param>
    /// <exception cref="ArgumentException">Two rules have the same name.</exception>
    public TriggerPlan(IReadOnlyList<TriggerRule> rules, TimeProvider time, Action<TriggerFiring> fire)
    {
        _rules = new TriggerSet(rules);
        _time = time;
        _startedAt = time.GetTimestamp();
        _fire = fire;
    }

    private long Now => _time.GetElapsedTime(_startedAt).Ticks * NanosecondsPerTick;

    /// <summary>Another number after each change of the rules.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>
    /// Prepares for a source, and requires that all conditions of the rules are observed there: a rule that cannot fire
    /// is a mistake, unless it is one of the default set. What fired for the source before is no longer pending.
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
        _pending.TakeAll();
        rules.CancelAll();
        _pending.PeriodNanoseconds = (long)Math.Min(period.TotalNanoseconds, long.MaxValue / 2);
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
        RequirePossible(reloaded);
        rules.Reload(reloaded);
        Interlocked.Increment(ref _version);
        return true;
    });

    /// <summary>Requires that rules can fire for the source that is recorded, if one is; nothing changes.</summary>
    /// <exception cref="SourceUnavailableException">One of them cannot.</exception>
    public void RequirePossible(IReadOnlyList<TriggerRule> possible) => With(_ =>
    {
        if (_source is not null)
        {
            RequireObserved(possible, _source);
            RequireHeld(possible, _period);
        }

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

    /// <summary>Adds what fires to what is pending, and passes it on.</summary>
    public void Fire(IReadOnlyList<TriggerFiring> firings)
    {
        foreach (TriggerFiring firing in firings)
        {
            lock (_lock)
            {
                _pending.Add(firing, Now);
            }

            _fire(firing);
        }
    }

    /// <summary>
    /// The rules that fired and whose snapshot is due. Each is concluded later: until then it does not fire again.
    /// </summary>
    public IReadOnlyList<PendingTrigger> TakeDue() => With(rules => Taken(rules, _pending.TakeDue(Now)));

    /// <summary>The rules that fired, whether or not their snapshot is due, in the same way.</summary>
    public IReadOnlyList<PendingTrigger> TakeAll() => With(rules => Taken(rules, _pending.TakeAll()));

    /// <summary>The time until the snapshot of a firing is taken; 0 once it is being taken.</summary>
    public TimeSpan TimeUntil(TriggerFiring firing) => With(_ =>
        TimeSpan.FromTicks(Math.Max(0, (_pending.DueOf(firing) ?? 0) - Now) / NanosecondsPerTick));

    /// <summary>Reports whether the snapshot of rules that fired was written.</summary>
    public void Conclude(IReadOnlyList<PendingTrigger> taken, bool isWritten) => With(rules =>
    {
        foreach (PendingTrigger one in taken)
        {
            if (isWritten)
            {
                rules.Written(one.Firing);
            }
            else
            {
                rules.Failed(one);
            }
        }

        return true;
    });

    private static PendingTrigger[] Taken(TriggerSet rules, IReadOnlyList<TriggerFiring> firings) =>
        [.. firings.Select(rules.Take)];

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
