using W = Contrail.Core.Triggers.TriggerWords;

namespace Contrail.Core.Triggers;

/// <content>What is measured, limits, and whether a condition is complete.</content>
internal sealed partial class TriggerParser
{
    /// <summary>The time in which the past loses its weight, without another.</summary>
    private const long DefaultPast = 3_600_000_000_000;

    private const long DefaultPercentileWindow = 60_000_000_000;

    private static bool IsMeasure(TriggerToken token) => token.Is(W.Count) || token.Is(W.Rate) || token.Is(W.Worst)
        || (token.Kind == TriggerTokenKind.Word && W.PercentileOf(token.Text) is not null);

    private static bool HasPast(SignalUnit unit) => unit is not (SignalUnit.None or SignalUnit.Level);

    private static string Clauses(SignalDescription signal)
    {
        IEnumerable<string> parts = signal.Kind == SignalKind.Silence ? [] :
        [
            .. signal.HasPayload ? [W.PayloadPrefix + "NAME"] : Array.Empty<string>(),
            .. signal.Fields, W.Count, W.Rate,
            .. HasPast(signal.Unit) ? ["p99", W.Worst] : Array.Empty<string>(),
            W.By, W.For, W.And, W.Or,
        ];
        string limit = signal.Unit == SignalUnit.None ? "" : "a limit, ";
        return $"{limit}{string.Join(", ", parts.Select(part => $"'{part}'").Append("the end"))}";
    }

    private SignalCondition? Measured(SignalCondition condition, TriggerToken token)
    {
        if (token.Is(W.Count) || token.Is(W.Rate))
        {
            return Counted(condition, token);
        }

        if (!HasPast(condition.Signal.Unit))
        {
            return Fail(
                $"'{condition.Signal.Name}' has no value with a '{token.Text}'", Clauses(condition.Signal), token.Position);
        }

        if (token.Is(W.Worst))
        {
            return Adaptive(condition, new Measure(MeasureKind.Worst), isNext: false);
        }

        return Operator(isPatternAllowed: false) is { } kind
            && Number(condition.Signal.Unit) is { } limit
            && Time(W.In, DefaultPercentileWindow) is { } window
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
        if (Operator(isPatternAllowed: false) is not { } kind)
        {
            return null;
        }

        bool isEqual = kind == ComparisonKind.Equal && !isRate;
        if (!isEqual && kind is not (ComparisonKind.Greater or ComparisonKind.GreaterOrEqual))
        {
            return Fail(
                $"'{token.Text}' is compared when something is observed, so that it cannot be low",
                isRate ? "> or >=" : ">, >= or =", token.Position);
        }

        (double Number, long PerNanoseconds)? limit = Current.Kind != TriggerTokenKind.Word ? null
            : isRate ? TriggerQuantity.RateOf(Current.Text)
            : TriggerQuantity.NumberOf(Current.Text) is >= 0 and double count ? (count, 0) : null;
        if (limit is not { } found)
        {
            return Fail("the limit is missing", TriggerQuantity.Expected(isRate ? SignalUnit.Rate : SignalUnit.Count));
        }

        int position = Current.Position;
        _index++;
        if (Time(W.In, found.PerNanoseconds) is not { } window)
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
            ? Fail($"more than {Measure.MaxCount} observations cannot be counted", "a shorter time after 'in'", position)
            : condition with { Measure = measure };
    }

    private SignalCondition? Adaptive(SignalCondition condition, Measure measure, bool isNext = true)
    {
        _index += isNext ? 1 : 0;
        return Time(W.In, DefaultPast) is { } window
            ? condition with { Measure = measure with { WindowNanoseconds = window } }
            : null;
    }

    private ComparisonKind? Operator(bool isPatternAllowed)
    {
        ComparisonKind? kind = Current.Kind == TriggerTokenKind.Operator ? Comparison.Find(Current.Text) : null;
        if (kind is null || (kind == ComparisonKind.Matches && !isPatternAllowed))
        {
            _ = Fail("the comparison is missing", isPatternAllowed ? "=, !=, <, <=, >, >= or ~" : "=, !=, <, <=, > or >=");
            return null;
        }

        _index++;
        return kind;
    }

    private double? Number(SignalUnit unit)
    {
        double? number = Current.Kind == TriggerTokenKind.Word ? TriggerQuantity.Parse(unit, Current.Text) : null;
        if (number is null)
        {
            _ = Fail($"'{Current.Text}' is not a limit", TriggerQuantity.Expected(unit));
            return null;
        }

        _index++;
        return number;
    }

    private SignalCondition? Complete(SignalCondition condition, TriggerToken token)
    {
        SignalDescription signal = condition.Signal;
        int end = Current.Position;
        bool hasLimit = condition.Value is not null || condition.Measure is not null;
        bool isSilence = signal.Kind == SignalKind.Silence;
        bool isPlain = condition is { Measure: null, HoldNanoseconds: 0, Value.IsAbove: true };
        return signal.IsSubjectRequired && condition.Subject.Length == 0
                ? Fail($"'{signal.Name}' requires a subject", $":{signal.Subject.ToUpperInvariant()}", token.Position)
            : signal.Kind == SignalKind.Pair && !IsPair(condition.Subject)
                ? Fail("the pair has no two events", "Provider/Start..Stop", token.Position)
            : signal.IsLimitRequired && !hasLimit ? Fail("the limit is missing", "a limit, such as >2s", end)
            : isSilence && !isPlain ? Fail("silence has only a lower limit", "> and a duration", token.Position)
            : condition;
    }

    private static bool IsPair(string subject)
    {
        int at = subject.IndexOf(SignalCondition.PairSeparator, StringComparison.Ordinal);
        return at > 0 && at + SignalCondition.PairSeparator.Length < subject.Length;
    }
}
