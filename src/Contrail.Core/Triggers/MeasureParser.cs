using W = Contrail.Core.Triggers.TriggerWords;

namespace Contrail.Core.Triggers;

/// <summary>Parses what a condition measures. Not safe for concurrent use.</summary>
internal sealed class MeasureParser
{
    /// <summary>The time in which the past loses its weight, without another.</summary>
    private const long DefaultPast = 3_600_000_000_000;

    private const long DefaultPercentileWindow = 60_000_000_000;

    private readonly TriggerCursor _at;

    /// <param name="cursor">The expression.</param>
    public MeasureParser(TriggerCursor cursor) => _at = cursor;

    /// <summary>Whether a measure begins with a token.</summary>
    public static bool IsMeasure(TriggerToken token) => token.Is(W.Count) || token.Is(W.Rate) || token.Is(W.Worst)
        || (token.Kind == TriggerTokenKind.Word && W.PercentileOf(token.Text) is not null);

    /// <summary>Reads the rest of a measure after its name; null if it is invalid.</summary>
    public SignalCondition? Read(SignalCondition condition, TriggerToken token)
    {
        if (token.Is(W.Count) || token.Is(W.Rate))
        {
            return Counted(condition, token);
        }

        if (!SignalParser.HasPast(condition.Signal.Unit))
        {
            return _at.Fail(
                $"'{condition.Signal.Name}' has no value with a '{token.Text}'",
                SignalParser.Clauses(condition.Signal),
                token.Position);
        }

        if (token.Is(W.Worst))
        {
            return Adaptive(condition, new Measure(MeasureKind.Worst));
        }

        return _at.Operator(isPatternAllowed: false) is { } kind
            && _at.Number(condition.Signal.Unit) is { } limit
            && _at.Time(W.In, DefaultPercentileWindow) is { } window
            ? condition with
            {
                Measure = new Measure(MeasureKind.Percentile)
                {
                    Percentile = W.PercentileOf(token.Text)!.Value,
                    Limit = new Comparison(kind, limit),
                    WindowNanoseconds = window,
                },
            }
            : null;
    }

    private SignalCondition? Counted(SignalCondition condition, TriggerToken token)
    {
        bool isRate = token.Is(W.Rate);
        if (_at.Operator(isPatternAllowed: false) is not { } kind)
        {
            return null;
        }

        bool isEqual = kind == ComparisonKind.Equal && !isRate;
        if (!isEqual && kind is not (ComparisonKind.Greater or ComparisonKind.GreaterOrEqual))
        {
            return _at.Fail(
                $"'{token.Text}' is compared when something is observed, so that it cannot be low",
                isRate ? "> or >=" : ">, >= or =", token.Position);
        }

        if (Limit(isRate) is not { } found)
        {
            return _at.Fail(
                "the limit is missing", TriggerQuantity.Expected(isRate ? SignalUnit.Rate : SignalUnit.Count));
        }

        int position = _at.Current.Position;
        _at.Advance();
        if (_at.Time(W.In, found.PerNanoseconds) is not { } window)
        {
            return null;
        }

        Measure measure = new(isRate ? MeasureKind.Rate : MeasureKind.Count)
        {
            Limit = new Comparison(kind, found.Number),
            PerNanoseconds = Math.Max(found.PerNanoseconds, 1),
            WindowNanoseconds = window,
        };
        return window > 0 && measure.RequiredCount > Measure.MaxCount + 2
            ? _at.Fail(
                $"more than {Measure.MaxCount} observations cannot be counted", "a shorter time after 'in'", position)
            : condition with { Measure = measure };
    }

    /// <summary>Reads the time in which the past decays; null if it is invalid.</summary>
    public SignalCondition? Adaptive(SignalCondition condition, Measure measure)
    {
        return _at.Time(W.In, DefaultPast) is { } window
            ? condition with { Measure = measure with { WindowNanoseconds = window } }
            : null;
    }

    private (double Number, long PerNanoseconds)? Limit(bool isRate) =>
        _at.Current.Kind != TriggerTokenKind.Word ? null
        : isRate ? TriggerQuantity.RateOf(_at.Current.Text)
        : TriggerQuantity.NumberOf(_at.Current.Text) is >= 0 and double count ? (count, 0)
        : null;
}
