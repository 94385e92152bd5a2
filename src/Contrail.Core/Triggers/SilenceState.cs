namespace Contrail.Core.Triggers;

/// <summary>
/// The memory of a condition on time without activity. Decided at ticks, once for each silence and never before the
/// first activity.
/// </summary>
internal sealed class SilenceState : ConditionState
{
    private readonly SignalCondition _condition;
    private readonly Comparison _limit;
    private long? _activeAt;
    private bool _wasSilent;

    /// <param name="condition">The condition.</param>
    public SilenceState(SignalCondition condition)
    {
        _condition = condition;
        _limit = condition.Value!.Value;
    }

    /// <inheritdoc/>
    public override Verdict Decide(in Observation observation, long now)
    {
        if (observation.Signal != SignalKind.Silence)
        {
            return default;
        }

        double silence = _activeAt is { } at ? now - at : 0;
        _activeAt = now;
        _wasSilent = false;
        return Because(VerdictReason.WithinLimit, silence);
    }

    /// <inheritdoc/>
    public override Verdict Tick(long now)
    {
        if (_activeAt is not { } at)
        {
            return default;
        }

        // A recorder that was suspended itself sees a long time pass at once, and the activity after it.
        bool isOver = _limit.Holds(now - at);
        bool isConfirmed = isOver && _wasSilent;
        _wasSilent = isOver;
        _activeAt = isConfirmed ? null : _activeAt;
        return Because(isConfirmed ? VerdictReason.Fire : VerdictReason.WithinLimit, now - at);
    }

    private Verdict Because(VerdictReason reason, double figure) =>
        new(reason, SignalKind.Silence, figure, _limit.Limit, SignalUnit.Duration);
}
