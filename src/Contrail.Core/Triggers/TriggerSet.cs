namespace Contrail.Core.Triggers;

/// <summary>
/// The rules in force: takes observations and ticks in any order of their moments and returns what fires. No
/// observation makes it throw or grow. Not safe for concurrent use.
/// </summary>
internal sealed class TriggerSet
{
    private readonly TriggerClock _clock = new();
    private TriggerState[] _states = [];
    private TriggerState[][] _bySignal = [];
    private TriggerState[] _replaced = [];

    /// <param name="rules">The rules.</param>
    /// <exception cref="ArgumentException">Two rules have the same name.</exception>
    public TriggerSet(IReadOnlyList<TriggerRule> rules) => Reload(rules);

    /// <summary>Every rule with what it decided, in order.</summary>
    public IReadOnlyList<TriggerState> States => _states;

    /// <summary>What the rules observe: the signals, subjects and fields that have to be decoded.</summary>
    public IEnumerable<SignalCondition> Conditions => _states.SelectMany(state => state.Rule.On.Signals);

    /// <summary>Whether a rule uses observations of a signal.</summary>
    public bool Uses(SignalKind signal) => StatesOf(signal).Length > 0;

    /// <summary>Replaces the rules. A rule keeps its memory if its name and its condition stay the same.</summary>
    /// <exception cref="ArgumentException">Two rules have the same name; the rules stay as they are.</exception>
    public void Reload(IReadOnlyList<TriggerRule> rules)
    {
        if (rules.Select(rule => rule.Name).Distinct(StringComparer.Ordinal).Count() < rules.Count)
        {
            throw new ArgumentException("Two rules have the same name.", nameof(rules));
        }

        Dictionary<string, TriggerState> before =
            _states.ToDictionary(state => state.Rule.Name, StringComparer.Ordinal);
        TriggerState[] earlier = [.. _replaced, .. _states];
        _states = [.. rules.Select(rule => Kept(before, rule) ?? new TriggerState(rule))];
        _bySignal =
        [
            .. Enum.GetValues<SignalKind>().Select(signal => _states
                .Where(state => state.Rule.On.Signals.Any(one => one.Signal.Observed == signal)).ToArray()),
        ];

        // The snapshot of what has fired is taken, and counted, although the rule is no longer in force.
        _replaced = [.. earlier.Except(_states).Where(state => state.Pending is not null)];
    }

    /// <summary>
    /// Another source is observed from now on: what the rules remember of the one before is forgotten, but not when
    /// and how often they fired.
    /// </summary>
    public void BeginSource()
    {
        foreach (TriggerState state in _states)
        {
            state.BeginSource();
        }
    }

    /// <summary>
    /// Advances the time to a moment on the clock of the observations without a decision; returns the time since the
    /// first moment, in nanoseconds.
    /// </summary>
    public long Advance(long nanoseconds) => _clock.At(nanoseconds);

    /// <summary>Decides on an observation; returns what fires, usually nothing.</summary>
    public IReadOnlyList<TriggerFiring> Decide(in Observation observation)
    {
        long now = _clock.At(observation.Nanoseconds);
        List<TriggerFiring>? firings = null;
        foreach (TriggerState state in StatesOf(observation.Signal))
        {
            if (state.Decide(observation, now) is { } firing)
            {
                (firings ??= []).Add(firing);
            }
        }

        return firings ?? (IReadOnlyList<TriggerFiring>)[];
    }

    /// <summary>Decides on the time that has passed; to be called about twice a second.</summary>
    /// <param name="nanoseconds">The current moment, on the clock of the observations.</param>
    public IReadOnlyList<TriggerFiring> Tick(long nanoseconds)
    {
        long now = _clock.At(nanoseconds);
        List<TriggerFiring>? firings = null;
        foreach (TriggerState state in _states)
        {
            if (state.Tick(nanoseconds, now) is { } firing)
            {
                (firings ??= []).Add(firing);
            }
        }

        return firings ?? (IReadOnlyList<TriggerFiring>)[];
    }

    /// <summary>The snapshot of a firing is taken: until it is concluded, the rule does not fire again.</summary>
    /// <returns>The firing, with how often its condition was met since.</returns>
    public PendingTrigger Take(TriggerFiring firing) =>
        StateOf(firing)?.Take(firing) ?? new PendingTrigger(firing, 0);

    /// <summary>The snapshot of a firing is written: cooldown and quotas count it.</summary>
    public void Written(TriggerFiring firing) => Conclude(firing, static state => state.Written());

    /// <summary>The snapshot could not be written: the rule can fire again after a pause.</summary>
    public void Failed(PendingTrigger unwritten) =>
        Conclude(unwritten.Firing, state => state.Failed(unwritten, _clock.Now));

    /// <summary>
    /// No snapshot is taken of what has fired, because its process is no longer recorded; also of what never became
    /// pending elsewhere, because its watch failed.
    /// </summary>
    public void CancelAll()
    {
        foreach (TriggerState state in _states.Concat(_replaced).Where(state => state.Pending is not null))
        {
            state.Cancel();
        }

        _replaced = [];
    }

    private void Conclude(TriggerFiring firing, Action<TriggerState> conclude)
    {
        if (StateOf(firing) is { } state)
        {
            conclude(state);
            _replaced = [.. _replaced.Where(one => one.Pending is not null)];
        }
    }

    private TriggerState? StateOf(TriggerFiring firing) =>
        _states.Concat(_replaced).FirstOrDefault(state => ReferenceEquals(state.Pending, firing));

    private static TriggerState? Kept(Dictionary<string, TriggerState> before, TriggerRule rule)
    {
        bool isSame = before.TryGetValue(rule.Name, out TriggerState? state)
            && state.Expression == rule.On.ToString();
        if (isSame)
        {
            state!.Replace(rule);
        }

        return isSame ? state : null;
    }

    private TriggerState[] StatesOf(SignalKind signal) =>
        (int)signal >= 0 && (int)signal < _bySignal.Length ? _bySignal[(int)signal] : [];
}
