using W = Contrail.Core.Triggers.TriggerWords;

namespace Contrail.Core.Triggers;

/// <content>The condition on one signal.</content>
internal sealed partial class TriggerParser
{
    private SignalCondition? Signal()
    {
        TriggerToken token = Current;
        int colon = token.Text.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? token.Text : token.Text[..colon];
        string[] names = [.. Signals.All.Select(signal => signal.Name)];
        if (token.Kind != TriggerTokenKind.Word || W.IsJoining(token.Text))
        {
            return Fail("a condition is missing", $"a signal: {string.Join(", ", names)}");
        }

        if (Signals.Find(name) is not { } signal)
        {
            return name.Equals(W.Default, StringComparison.OrdinalIgnoreCase)
                ? Fail($"'{W.Default}' is a set of rules and is used alone", "a signal")
                : Fail($"unknown signal '{name}'{Nearest(name, names)}", $"a signal: {string.Join(", ", names)}");
        }

        _index++;
        _example = signal.Example;
        SignalCondition? condition = colon < 0
            ? new SignalCondition(signal) : Subject(new SignalCondition(signal), token, colon);
        while (condition is not null && Clause(condition, out bool isEnd) is var next && !isEnd)
        {
            condition = next;
        }

        return condition is null ? null : Complete(condition, token);
    }

    private SignalCondition? Subject(SignalCondition condition, TriggerToken token, int colon)
    {
        string subject = token.Text[(colon + 1)..];
        int position = token.Position + colon + 1;
        bool isQuoted = Current.Kind == TriggerTokenKind.Quoted && Current.Position == token.Position + token.Text.Length
            && token.Text.EndsWith(':');
        if (isQuoted)
        {
            subject += Current.Text;
            _index++;
        }

        return condition.Signal.Subject.Length == 0
            ? Fail($"'{condition.Signal.Name}' has no subject", "no ':'", position - 1)
            : subject.Length == 0
                ? Fail("the subject is missing", $"a {condition.Signal.Subject} or a pattern with *", position)
                : condition with { Subject = subject };
    }

    private SignalCondition? Clause(SignalCondition condition, out bool isEnd)
    {
        isEnd = false;
        TriggerToken token = Current;
        if (token.Kind == TriggerTokenKind.Operator)
        {
            return Value(condition);
        }

        if (token.Kind != TriggerTokenKind.Word || token.Is(W.And) || token.Is(W.Or) || token.Is(W.In))
        {
            isEnd = true;
            return token.Kind is TriggerTokenKind.Quoted or TriggerTokenKind.Unterminated
                ? Fail($"unexpected '{token.Text}'", Clauses(condition.Signal))
                : condition;
        }

        if (token.Is(W.For))
        {
            return condition.HoldNanoseconds > 0 ? Fail("a second 'for'", Clauses(condition.Signal))
                : Time(W.For, 0) is { } hold ? condition with { HoldNanoseconds = hold } : null;
        }

        _index++;
        if (token.Is(W.By))
        {
            return Key(condition);
        }

        if (IsMeasure(token))
        {
            return condition.Measure is null
                ? Measured(condition, token)
                : Fail($"a second measure, '{token.Text}'", Clauses(condition.Signal), token.Position);
        }

        return token.Is(Signals.Level) && condition.Signal.Fields.Contains(Signals.Level)
            ? Value(condition) : Test(condition, token);
    }

    private SignalCondition? Value(SignalCondition condition)
    {
        TriggerToken found = Current;
        SignalUnit unit = condition.Signal.Unit;
        if (unit == SignalUnit.None)
        {
            return Fail($"'{condition.Signal.Name}' has no value to compare", Clauses(condition.Signal));
        }

        if (condition.Value is not null)
        {
            return Fail("a second limit", Clauses(condition.Signal));
        }

        if (Operator(isPatternAllowed: false) is not { } kind)
        {
            return null;
        }

        if (Current.Kind == TriggerTokenKind.Word && W.PercentileOf(Current.Text) is { } percentile)
        {
            return kind == ComparisonKind.Greater && condition.Measure is null && HasPast(unit)
                ? Adaptive(condition, new Measure(MeasureKind.AbovePercentile) { Percentile = percentile })
                : Fail("a percentile of the past is not possible here", TriggerQuantity.Expected(unit), found.Position);
        }

        return Number(unit) is { } limit ? condition with { Value = new Comparison(kind, limit) } : null;
    }

    private SignalCondition? Key(SignalCondition condition)
    {
        SignalDescription signal = condition.Signal;
        string word = Current.Kind == TriggerTokenKind.Word ? Current.Text : "";
        bool isPayload = signal.HasPayload && IsPayload(word);
        bool isSubject = signal.Kind != SignalKind.Pair && signal.Subject.Length > 0
            && word.Equals(signal.Subject, StringComparison.OrdinalIgnoreCase);
        if (condition.Key.Length > 0 || (!isPayload && !isSubject))
        {
            string[] keys =
            [
                .. signal.Subject.Length > 0 && signal.Kind != SignalKind.Pair ? [signal.Subject] : Array.Empty<string>(),
                .. signal.HasPayload ? [W.PayloadPrefix + "NAME"] : Array.Empty<string>(),
            ];
            return Fail($"'{signal.Name}' cannot be separated by '{word}'", string.Join(" or ", keys));
        }

        _index++;
        return condition with
        {
            Key = isPayload ? word[W.PayloadPrefix.Length..] : signal.Subject, IsKeyPayload = isPayload,
        };
    }

    private SignalCondition? Test(SignalCondition condition, TriggerToken token)
    {
        bool isPayload = condition.Signal.HasPayload && IsPayload(token.Text);
        bool isMessage = token.Is(Signals.Message) && condition.Signal.Fields.Contains(Signals.Message);
        if (!isPayload && !isMessage)
        {
            string[] words = [W.Count, W.Rate, W.Worst, W.For, W.By, W.And, W.Or, W.In, .. condition.Signal.Fields];
            return Fail(
                $"unknown word '{token.Text}'{Nearest(token.Text, words)}", Clauses(condition.Signal), token.Position);
        }

        if (Operator(isPatternAllowed: true) is not { } kind)
        {
            return null;
        }

        TriggerToken value = Current;
        bool isValue = value.Kind == TriggerTokenKind.Quoted
            || (value.Kind == TriggerTokenKind.Word && !W.IsJoining(value.Text));
        double? number = isPayload ? TriggerQuantity.NumberOf(value.Text) : null;
        bool isOrder = kind is not (ComparisonKind.Equal or ComparisonKind.NotEqual or ComparisonKind.Matches);
        if (!isValue || (isOrder && number is null))
        {
            return Fail("the value is missing", isOrder ? "a number" : "a value");
        }

        TextPattern? pattern = kind == ComparisonKind.Matches ? TextPattern.TryCreate(value.Text) : null;
        if (kind == ComparisonKind.Matches && pattern is null)
        {
            return Fail("the regular expression is invalid or too long", "a regular expression, such as \"refused.*\"");
        }

        _index++;
        string field = isPayload ? token.Text[W.PayloadPrefix.Length..] : Signals.Message;
        FieldTest test = new(field, isPayload, kind, value.Text, number) { Pattern = pattern };
        return condition with { Tests = [.. condition.Tests, test] };
    }

    private static bool IsPayload(string word) => word.Length > W.PayloadPrefix.Length
        && word.StartsWith(W.PayloadPrefix, StringComparison.OrdinalIgnoreCase);

    private static string Nearest(string word, IEnumerable<string> names) =>
        NearestName.Of(word, names) is { } nearest ? $"; did you mean '{nearest}'?" : "";
}
