using W = Contrail.Core.Triggers.TriggerWords;

namespace Contrail.Core.Triggers;

/// <summary>
/// Parses the expressions of triggers: conditions on signals, joined by <c>and</c>, <c>or</c> and parentheses. It
/// accepts any text and never throws. Not safe for concurrent use.
/// </summary>
internal sealed partial class TriggerParser
{
    /// <summary>An expression that a person reads is far shorter.</summary>
    public const int MaxLength = 1_000;

    private const int MaxDepth = 20;
    private const int MaxParts = 20;

    /// <summary>The time in which all conditions have to be met, without another.</summary>
    private const long DefaultWithin = 10_000_000_000;

    private readonly IReadOnlyList<TriggerToken> _tokens;
    private int _index;
    private int _depth;
    private int _partCount;
    private string _example = "gc-pause>500ms";
    private TriggerError? _error;

    private TriggerParser(string expression) => _tokens = TriggerLexer.Read(expression);

    private TriggerToken Current => _tokens[_index];

    /// <summary>Parses an expression; null if it is invalid.</summary>
    /// <param name="untrusted">The expression.</param>
    /// <param name="error">The first error; null if it is valid.</param>
    public static Condition? Parse(string untrusted, out TriggerError? error)
    {
        TriggerParser parser = new(untrusted.Length > MaxLength ? "" : untrusted);
        if (untrusted.Length > MaxLength)
        {
            error = new TriggerError(MaxLength, "the expression is too long", "", parser._example);
            return null;
        }

        Condition? condition = parser.Any();
        if (condition is not null && parser.Current.Kind != TriggerTokenKind.End)
        {
            string message = parser.Current.Is(W.In)
                ? "'in' is not after a count, a rate, a percentile or conditions joined by 'and'"
                : $"unexpected '{parser.Current.Text}'";
            condition = parser.Fail(message, "'and', 'or' or the end of the expression");
        }

        error = parser._error;
        return error is null ? condition : null;
    }

    private Condition? Any() => Joined(W.Or, All) is not { } parts ? null
        : parts.Count == 1 ? parts[0] : new GroupCondition(parts, WithinNanoseconds: null);

    private Condition? All()
    {
        if (Joined(W.And, Single) is not { } parts)
        {
            return null;
        }

        if (parts.Count == 1)
        {
            return parts[0];
        }

        return Time(W.In, DefaultWithin) is { } within ? new GroupCondition(parts, within) : null;
    }

    private List<Condition>? Joined(string keyword, Func<Condition?> next)
    {
        List<Condition> parts = [];
        while (true)
        {
            if (next() is not { } part)
            {
                return null;
            }

            parts.Add(part);
            if (!Current.Is(keyword))
            {
                return parts;
            }

            _index++;
        }
    }

    private Condition? Single()
    {
        if (Current.Kind != TriggerTokenKind.Open)
        {
            return ++_partCount > MaxParts ? Fail($"more than {MaxParts} conditions", "") : Signal();
        }

        if (_depth == MaxDepth)
        {
            return Fail($"more than {MaxDepth} parts are inside each other", "");
        }

        _depth++;
        _index++;
        Condition? inner = Any();
        _depth--;
        if (inner is not null && Current.Kind != TriggerTokenKind.Close)
        {
            return Fail("the parenthesis has no end", "')', 'and' or 'or'");
        }

        _index += inner is null ? 0 : 1;
        return inner;
    }

    // The positive duration after a keyword; the default without the keyword; null if it is invalid.
    private long? Time(string keyword, long defaultNanoseconds)
    {
        if (!Current.Is(keyword))
        {
            return defaultNanoseconds;
        }

        _index++;
        long? duration = Current.Kind == TriggerTokenKind.Word ? TriggerQuantity.DurationOf(Current.Text) : null;
        if (duration is null or 0)
        {
            _ = Fail($"'{keyword}' has no duration", "a duration with a unit of at most 100 days, such as 10s");
            return null;
        }

        _index++;
        return duration;
    }

    private SignalCondition? Fail(string message, string expected) => Fail(message, expected, Current.Position);

    private SignalCondition? Fail(string message, string expected, int position)
    {
        _error ??= Current.Kind == TriggerTokenKind.Unterminated
            ? new TriggerError(Current.Position, "the quote has no end", "a closing quote", _example)
            : new TriggerError(position, message, expected, _example);
        return null;
    }
}
