namespace Contrail.Core.Triggers;

/// <summary>
/// Measures selected observations of one key and compares the result with the limit. Not safe for concurrent use.
/// </summary>
internal sealed class Meter
{
    private readonly SignalCondition _condition;
    private readonly SlidingCount? _times;
    private readonly DecayingWorst? _worst;
    private readonly DecayingHistogram? _recent;
    private Holding _holding;
    private long _count;

    /// <param name="condition">The condition.</param>
    public Meter(SignalCondition condition)
    {
        _condition = condition;
        if (condition.Measure is not { } measure)
        {
            return;
        }

        long window = measure.WindowNanoseconds;
        switch (measure.Kind)
        {
            case MeasureKind.Count or MeasureKind.Rate when window > 0:
                _times = new SlidingCount(window, (int)Math.Min(measure.RequiredCount, Measure.MaxCount + 2));
                break;
            case MeasureKind.Worst:
                _worst = new DecayingWorst(window);
                break;
            case MeasureKind.Percentile or MeasureKind.AbovePercentile:
                _recent = new DecayingHistogram(window);
                break;
            default:
                break;
        }
    }

    /// <summary>Decides on a selected observation.</summary>
    /// <param name="value">Its number; null if it has none.</param>
    /// <param name="now">The time.</param>
    public Verdict Decide(double? value, long now)
    {
        Verdict verdict = Measured(value is { } number && double.IsNaN(number) ? null : value, now);
        if (_condition.HoldNanoseconds > 0)
        {
            (_holding, verdict) = Holding.Decide(_holding, verdict, _condition.HoldNanoseconds, now);
        }

        return verdict;
    }

    private Verdict Measured(double? value, long now)
    {
        SignalUnit unit = _condition.Signal.Unit;
        if (_condition.Value is { } selection)
        {
            Verdict selected = Compared(value, selection, unit);
            if (_condition.Measure is null || !selected.IsFire)
            {
                return selected;
            }
        }

        return _condition.Measure is not { } measure
            ? Because(VerdictReason.Fire, value ?? 0, Verdict.NoLimit, value is null ? SignalUnit.None : unit)
            : measure.Kind switch
            {
                MeasureKind.Count => Compared(Count(now), measure.Limit!.Value, SignalUnit.Count),
                MeasureKind.Rate => Compared(
                    (double)Count(now) * measure.PerNanoseconds / measure.WindowNanoseconds,
                    measure.Limit!.Value,
                    SignalUnit.Rate),
                _ when value is null => Because(VerdictReason.NoValue, 0, 0, unit),
                MeasureKind.Percentile => OverPercentile(measure, value.Value, now),
                _ => OverPast(measure, value.Value, now),
            };
    }

    private long Count(long now) => _times?.Add(now) ?? ++_count;

    private Verdict OverPercentile(Measure measure, double value, long now)
    {
        _recent!.Add(value, now);
        return TooFew(_recent.WeightAt(now))
            ?? Compared(_recent.Percentile(measure.Percentile), measure.Limit!.Value, _condition.Signal.Unit);
    }

    // The value itself is not a part of the past that it is compared with.
    private Verdict OverPast(Measure measure, double value, long now)
    {
        double past = _worst?.At(now) ?? _recent!.Percentile(measure.Percentile);
        Verdict? tooFew = TooFew(_worst is null ? _recent!.WeightAt(now) : _count);
        _worst?.Add(value, now);
        _recent?.Add(value, now);
        _count++;
        return tooFew ?? Compared(value, new Comparison(ComparisonKind.Greater, past), _condition.Signal.Unit);
    }

    // Weights decay between values that were observed at the same time, too, if only by a rounding error.
    private Verdict? TooFew(double weight) => weight < Measure.MinValues - 1e-6
        ? Because(VerdictReason.NotEnoughValues, weight, Measure.MinValues, SignalUnit.Count)
        : null;

    private Verdict Compared(double? value, Comparison comparison, SignalUnit unit) => value is not { } actual
        ? Because(VerdictReason.NoValue, 0, comparison.Limit, unit)
        : comparison.Holds(actual) ? Because(VerdictReason.Fire, actual, comparison.Limit, unit)
        : Because(VerdictReason.WithinLimit, actual, comparison.Limit, unit);

    private Verdict Because(VerdictReason reason, double figure, double limit, SignalUnit unit) =>
        new(reason, _condition.Signal.Kind, figure, limit, unit);
}
