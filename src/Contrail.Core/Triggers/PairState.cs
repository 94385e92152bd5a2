namespace Contrail.Core.Triggers;

/// <summary>
/// The memory of a condition on the time between two events: decided at the second event, or as soon as the second is
/// overdue.
/// </summary>
internal sealed class PairState : ConditionState
{
    /// <summary>The field that contains the activity of an event.</summary>
    public const string ActivityField = "activity";

    /// <summary>
    /// How late the second event is observed at most: the runtime writes events in groups, and a busy machine takes
    /// some turns to read them.
    /// </summary>
    public const long MaxLateNanoseconds = 1_000_000_000;

    private readonly SignalCondition _condition;
    private readonly SubjectPattern _start;
    private readonly SubjectPattern _stop;
    private readonly FieldSelection _selection;
    private readonly Meter _meter;
    private readonly OpenStarts _open = new();

    /// <param name="condition">The condition.</param>
    public PairState(SignalCondition condition)
    {
        _condition = condition;
        (string start, string stop) = condition.PairSubjects;
        _start = new SubjectPattern(start);
        _stop = new SubjectPattern(stop);
        _selection = new FieldSelection(condition);
        _meter = new Meter(condition);
    }

    /// <inheritdoc/>
    public override long MatchTimeoutCount => _selection.TimeoutCount;

    /// <inheritdoc/>
    public override long ForgottenCount => _open.ForgottenCount;

    /// <inheritdoc/>
    public override Verdict Decide(in Observation observation, long now)
    {
        bool isStop = observation.Signal == _condition.Signal.Observed && _stop.IsMatch(observation.Subject);
        bool isStart = observation.Signal == _condition.Signal.Observed && _start.IsMatch(observation.Subject);
        if (!isStart && !isStop)
        {
            return default;
        }

        if ((_condition.IsKeyPayload ? observation.Field(_condition.Key) : observation.Field(ActivityField))
            is not { } key)
        {
            return Because(VerdictReason.OtherField);
        }

        // An event that is both ends an interval and starts the next.
        bool isOpen = _open.TryStop(key.Text, out long startedMoment);
        if (isStart && (!isStop || !isOpen))
        {
            return Started(observation, key.Text, now);
        }

        if (isStart)
        {
            _ = Started(observation, key.Text, now);
        }

        // The times of the events: many are observed at once, later.
        double duration = (double)Int128.Max(0, (Int128)observation.Nanoseconds - startedMoment);
        return isOpen ? _meter.Decide(duration, now) : Because(VerdictReason.NoPairStart);
    }

    /// <inheritdoc/>
    public override Verdict Tick(long now) =>
        _condition is { Measure: null, HoldNanoseconds: 0, Value: { IsAbove: true } limit }
        && _open.TryTakeOverdue(limit, now - MaxLateNanoseconds, out long longest)
            ? Because(VerdictReason.Fire, longest, limit.Limit)
            : default;

    private Verdict Started(in Observation observation, string key, long now)
    {
        VerdictReason selected = _selection.Decide(observation, now);
        if (selected == VerdictReason.Fire)
        {
            _open.Start(key, observation.Nanoseconds, now);
        }

        return Because(selected == VerdictReason.Fire ? VerdictReason.PairStarted : selected);
    }

    private Verdict Because(VerdictReason reason, double figure = 0, double limit = 0) =>
        new(reason, _condition.Signal.Kind, figure, limit, SignalUnit.Duration);
}
