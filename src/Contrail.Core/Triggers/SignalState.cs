namespace Contrail.Core.Triggers;

/// <summary>The memory of a condition on observations of one signal.</summary>
internal sealed class SignalState : ConditionState
{
    private readonly SignalCondition _condition;
    private readonly SubjectPattern _subject;
    private readonly FieldSelection _selection;
    private readonly Meters _meters;
    private readonly bool _namesHidden;

    /// <param name="condition">The condition.</param>
    public SignalState(SignalCondition condition)
    {
        _condition = condition;
        _subject = new SubjectPattern(condition.Subject);
        _selection = new FieldSelection(condition);
        _meters = new Meters(condition);
        _namesHidden = condition.Subject.Length > 0;
    }

    /// <inheritdoc/>
    public override long MatchTimeoutCount => _selection.TimeoutCount;

    /// <inheritdoc/>
    public override long ForgottenCount => _meters.ForgottenCount;

    /// <inheritdoc/>
    public override Verdict Decide(in Observation observation, long now)
    {
        bool isHidden = !_namesHidden && _condition.Signal.OnlyIfNamed.Length > 0
            && observation.Subject.Equals(_condition.Signal.OnlyIfNamed, StringComparison.OrdinalIgnoreCase);
        if (observation.Signal != _condition.Signal.Kind || isHidden || !_subject.IsMatch(observation.Subject))
        {
            return default;
        }

        VerdictReason selected = _selection.Decide(observation, now);
        return selected == VerdictReason.Fire
            ? _meters.Of(observation).Decide(observation.Value, now)
            : new Verdict(selected, _condition.Signal.Kind);
    }
}
