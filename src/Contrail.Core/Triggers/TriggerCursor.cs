namespace Contrail.Core.Triggers;

/// <summary>
/// The tokens of an expression, the position in it, and its first error. Methods that return null have kept an error.
/// Not safe for concurrent use.
/// </summary>
internal sealed class TriggerCursor
{
    private readonly IReadOnlyList<TriggerToken> _tokens;
    private int _index;

    /// <param name="untrusted">The expression.</param>
    public TriggerCursor(string untrusted) => _tokens = TriggerLexer.Read(untrusted);

    /// <summary>The current token; the last one is the end.</summary>
    public TriggerToken Current => _tokens[_index];

    /// <summary>A valid expression like the one that is read.</summary>
    public string Example { get; set; } = "gc-pause>500ms";

    /// <summary>The first error; null if there is none.</summary>
    public TriggerError? Error { get; private set; }

    /// <summary>Moves to the next token, if the current one is not the end.</summary>
    public void Advance() => _index += Current.Kind == TriggerTokenKind.End ? 0 : 1;

    /// <summary>Keeps an error at the current token and returns null.</summary>
    public SignalCondition? Fail(string message, string expected) => Fail(message, expected, Current.Position);

    /// <summary>Keeps an error at a position and returns null.</summary>
    public SignalCondition? Fail(string message, string expected, int position)
    {
        Error ??= Current.Kind == TriggerTokenKind.Unterminated
            ? new TriggerError(Current.Position, "the quote has no end", "a closing quote", Example)
            : new TriggerError(position, message, expected, Example);
        return null;
    }

    /// <summary>
    /// The positive duration after a keyword; the default without the keyword; null if it is invalid.
    /// </summary>
    public long? Time(string keyword, long defaultNanoseconds)
    {
        if (!Current.Is(keyword))
        {
            return defaultNanoseconds;
        }

        Advance();
        long? duration = Current.Kind == TriggerTokenKind.Word ? TriggerQuantity.DurationOf(Current.Text) : null;
        if (duration is null or 0)
        {
            _ = Fail($"'{keyword}' has no duration", "a duration with a unit of at most 100 days, such as 10s");
            return null;
        }

        Advance();
        return duration;
    }

    /// <summary>The operator of a comparison; null if it is missing.</summary>
    public ComparisonKind? Operator(bool isPatternAllowed)
    {
        ComparisonKind? kind = Current.Kind == TriggerTokenKind.Operator ? Comparison.Find(Current.Text) : null;
        if (kind is null || (kind == ComparisonKind.Matches && !isPatternAllowed))
        {
            _ = Fail(
                "the comparison is missing", isPatternAllowed ? "=, !=, <, <=, >, >= or ~" : "=, !=, <, <=, > or >=");
            return null;
        }

        Advance();
        return kind;
    }

    /// <summary>A value of a unit; null if it is missing.</summary>
    public double? Number(SignalUnit unit)
    {
        double? number = Current.Kind == TriggerTokenKind.Word ? TriggerQuantity.Parse(unit, Current.Text) : null;
        if (number is null)
        {
            _ = Fail($"'{Current.Text}' is not a limit", TriggerQuantity.Expected(unit));
            return null;
        }

        Advance();
        return number;
    }
}
