using W = Contrail.Core.Triggers.TriggerWords;

namespace Contrail.Core.Triggers;

/// <summary>Parses a condition on one signal. Not safe for concurrent use.</summary>
internal sealed class SignalParser
{
    private readonly TriggerCursor _at;
    private readonly MeasureParser _measures;

    /// <param name="cursor">The expression.</param>
    public SignalParser(TriggerCursor cursor)
    {
        _at = cursor;
        _measures = new MeasureParser(cursor);
    }

    /// <summary>Whether the values of a unit have a worst and percentiles.</summary>
    public static bool HasPast(SignalUnit unit) => unit is not (SignalUnit.None or SignalUnit.Level);

    /// <summary>What can follow a signal, for a message.</summary>
    public static string Clauses(SignalDescription signal)
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

    /// <summary>Reads a condition; null if it is invalid.</summary>
    public SignalCondition? Read()
    {
        TriggerToken token = _at.Current;
        int colon = token.Text.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? token.Text : token.Text[..colon];
        string[] names = [.. Signals.All.Select(signal => signal.Name)];
        if (token.Kind != TriggerTokenKind.Word || W.IsJoining(token.Text))
        {
            return _at.Fail("a condition is missing", $"a signal: {string.Join(", ", names)}");
        }

        if (Signals.Find(name) is not { } signal)
        {
            return name.Equals(W.DefaultSet, StringComparison.OrdinalIgnoreCase)
                ? _at.Fail($"'{W.DefaultSet}' is a set of rules and is used alone", "a signal")
                : _at.Fail($"unknown signal '{name}'{Nearest(name, names)}", $"a signal: {string.Join(", ", names)}");
        }

        _at.Advance();
        _at.Example = signal.Example;
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
        bool isAdjacent = _at.Current.Position == token.Position + token.Text.Length;
        bool isQuoted = isAdjacent && _at.Current.Kind == TriggerTokenKind.Quoted && token.Text.EndsWith(':');
        if (isQuoted)
        {
            subject += _at.Current.Text;
            _at.Advance();
        }

        return condition.Signal.Subject.Length == 0
            ? _at.Fail($"'{condition.Signal.Name}' has no subject", "no ':'", position - 1)
            : subject.Length == 0
                ? _at.Fail("the subject is missing", $"a {condition.Signal.Subject} or a pattern with *", position)
                : condition with { Subject = subject };
    }

    private SignalCondition? Clause(SignalCondition condition, out bool isEnd)
    {
        isEnd = false;
        TriggerToken token = _at.Current;
        if (token.Kind == TriggerTokenKind.Operator)
        {
            return Value(condition);
        }

        if (token.Kind != TriggerTokenKind.Word || token.Is(W.And) || token.Is(W.Or) || token.Is(W.In))
        {
            isEnd = true;
            return token.Kind is TriggerTokenKind.Quoted or TriggerTokenKind.Unterminated
                ? _at.Fail($"unexpected '{token.Text}'", Clauses(condition.Signal))
                : condition;
        }

        if (token.Is(W.For))
        {
            return condition.HoldNanoseconds > 0 ? _at.Fail("a second 'for'", Clauses(condition.Signal))
                : _at.Time(W.For, 0) is { } hold ? condition with { HoldNanoseconds = hold } : null;
        }

        _at.Advance();
        if (token.Is(W.By))
        {
            return Key(condition);
        }

        if (MeasureParser.IsMeasure(token))
        {
            return condition.Measure is null
                ? _measures.Read(condition, token)
                : _at.Fail($"a second measure, '{token.Text}'", Clauses(condition.Signal), token.Position);
        }

        return token.Is(Signals.Level) && condition.Signal.Fields.Contains(Signals.Level)
            ? Value(condition) : Test(condition, token);
    }

    private SignalCondition? Value(SignalCondition condition)
    {
        TriggerToken found = _at.Current;
        SignalUnit unit = condition.Signal.Unit;
        if (unit == SignalUnit.None)
        {
            return _at.Fail($"'{condition.Signal.Name}' has no value to compare", Clauses(condition.Signal));
        }

        if (condition.Value is not null)
        {
            return _at.Fail("a second limit", Clauses(condition.Signal));
        }

        if (_at.Operator(isPatternAllowed: false) is not { } kind)
        {
            return null;
        }

        if (_at.Current.Kind == TriggerTokenKind.Word && W.PercentileOf(_at.Current.Text) is { } percentile)
        {
            Measure past = new(MeasureKind.AbovePercentile) { Percentile = percentile };
            if (kind != ComparisonKind.Greater || condition.Measure is not null || !HasPast(unit))
            {
                return _at.Fail(
                    "a percentile of the past is not possible here", TriggerQuantity.Expected(unit), found.Position);
            }

            _at.Advance();
            return _measures.Adaptive(condition, past);
        }

        return _at.Number(unit) is { } limit ? condition with { Value = new Comparison(kind, limit) } : null;
    }

    private static IEnumerable<string> Keys(SignalDescription signal)
    {
        if (signal.Kind != SignalKind.Pair && signal.Subject.Length > 0)
        {
            yield return signal.Subject;
        }

        if (signal.HasPayload)
        {
            yield return W.PayloadPrefix + "NAME";
        }
    }

    private SignalCondition? Key(SignalCondition condition)
    {
        SignalDescription signal = condition.Signal;
        string word = _at.Current.Kind == TriggerTokenKind.Word ? _at.Current.Text : "";
        bool isPayload = signal.HasPayload && IsPayload(word);
        bool isSubject = signal.Kind != SignalKind.Pair && signal.Subject.Length > 0
            && word.Equals(signal.Subject, StringComparison.OrdinalIgnoreCase);
        if (condition.Key.Length > 0 || (!isPayload && !isSubject))
        {
            return _at.Fail($"'{signal.Name}' cannot be separated by '{word}'", string.Join(" or ", Keys(signal)));
        }

        _at.Advance();
        return condition with
        {
            Key = isPayload ? word[W.PayloadPrefix.Length..] : signal.Subject,
            IsKeyPayload = isPayload,
        };
    }

    private SignalCondition? Test(SignalCondition condition, TriggerToken token)
    {
        bool isPayload = condition.Signal.HasPayload && IsPayload(token.Text);
        bool isMessage = token.Is(Signals.Message) && condition.Signal.Fields.Contains(Signals.Message);
        if (!isPayload && !isMessage)
        {
            return Unknown(condition.Signal, token);
        }

        if (_at.Operator(isPatternAllowed: true) is not { } kind)
        {
            return null;
        }

        TriggerToken value = _at.Current;
        bool isValue = value.Kind == TriggerTokenKind.Quoted
            || (value.Kind == TriggerTokenKind.Word && !W.IsJoining(value.Text));
        double? number = isPayload ? TriggerQuantity.NumberOf(value.Text) : null;
        bool isOrder = kind is not (ComparisonKind.Equal or ComparisonKind.NotEqual or ComparisonKind.Matches);
        if (!isValue || (isOrder && number is null))
        {
            return _at.Fail("the value is missing", isOrder ? "a number" : "a value");
        }

        TextPattern? pattern = kind == ComparisonKind.Matches ? TextPattern.TryCreate(value.Text) : null;
        if (kind == ComparisonKind.Matches && pattern is null)
        {
            return _at.Fail(
                "the regular expression is invalid or too long", "a regular expression, such as \"refused.*\"");
        }

        _at.Advance();
        string field = isPayload ? token.Text[W.PayloadPrefix.Length..] : Signals.Message;
        FieldTest test = new(field, isPayload, kind, value.Text, number) { Pattern = pattern };
        return condition with { Tests = [.. condition.Tests, test] };
    }

    private SignalCondition? Unknown(SignalDescription signal, TriggerToken token)
    {
        string[] words = [W.Count, W.Rate, W.Worst, W.For, W.By, W.And, W.Or, W.In, .. signal.Fields];
        return _at.Fail($"unknown word '{token.Text}'{Nearest(token.Text, words)}", Clauses(signal), token.Position);
    }

    private static bool IsPayload(string word) => word.Length > W.PayloadPrefix.Length
        && word.StartsWith(W.PayloadPrefix, StringComparison.OrdinalIgnoreCase);

    private static string Nearest(string word, IEnumerable<string> names) =>
        NearestName.Of(word, names) is { } nearest ? $"; did you mean '{nearest}'?" : "";

    private SignalCondition? Complete(SignalCondition condition, TriggerToken token)
    {
        SignalDescription signal = condition.Signal;
        int end = _at.Current.Position;
        bool hasLimit = condition.Value is not null || condition.Measure is not null;
        bool isSilence = signal.Kind == SignalKind.Silence;
        bool isPlain = condition is { Measure: null, HoldNanoseconds: 0, Value.IsAbove: true };
        return signal.IsSubjectRequired && condition.Subject.Length == 0
                ? _at.Fail(
                    $"'{signal.Name}' requires a subject", $":{signal.Subject.ToUpperInvariant()}", token.Position)
            : signal.Kind == SignalKind.Pair && !IsPair(condition.Subject)
                ? _at.Fail("the pair has no two events", "Provider/Start..Stop", token.Position)
            : signal.IsLimitRequired && !hasLimit ? _at.Fail("the limit is missing", "a limit, such as >2s", end)
            : isSilence && !isPlain ? _at.Fail("silence has only a lower limit", "> and a duration", token.Position)
            : condition;
    }

    private static bool IsPair(string subject)
    {
        int at = subject.IndexOf(SignalCondition.PairSeparator, StringComparison.Ordinal);
        return at > 0 && at + SignalCondition.PairSeparator.Length < subject.Length;
    }
}
