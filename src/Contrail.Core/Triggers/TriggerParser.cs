using W = Contrail.Core.Triggers.TriggerWords;

namespace Contrail.Core.Triggers;

/// <summary>
/// Parses the expressions of triggers: conditions on signals, joined by <c>and</c>, <c>or</c> and parentheses. It
/// accepts any text and never throws. Not safe for concurrent use.
/// </summary>
internal sealed class TriggerParser
{
    /// <summary>An expression that a person reads is far shorter.</summary>
    public const int MaxLength = 1_000;

    private const int MaxDepth = 20;
    private const int MaxParts = 20;

    /// <summary>The time in which all conditions have to be met, without another.</summary>
    private const long DefaultWithin = 10_000_000_000;

    private readonly TriggerCursor _at;
    private readonly SignalParser _signals;
    private int _depth;
    private int _partCount;

    private TriggerParser(string expression)
    {
        _at = new TriggerCursor(expression);
        _signals = new SignalParser(_at);
    }

    /// <summary>Parses an expression; null if it is invalid.</summary>
    /// <param name="untrusted">The expression.</param>
    /// <param name="error">The first error; null if it is valid.</param>
    public static Condition? Parse(string untrusted, out TriggerError? error)
    {
        TriggerParser parser = new(untrusted.Length > MaxLength ? "" : untrusted);
        if (untrusted.Length > MaxLength)
        {
            error = new TriggerError(MaxLength, "the expression is too long", "", parser._at.Example);
            return null;
        }

        Condition? condition = parser.Any();
        if (condition is not null && parser._at.Current.Kind != TriggerTokenKind.End)
        {
            string message = parser._at.Current.Is(W.In)
                ? "'in' is not after a count, a rate, a percentile or conditions joined by 'and'"
                : $"unexpected '{parser._at.Current.Text}'";
            condition = parser._at.Fail(message, "'and', 'or' or the end of the expression");
        }

        error = parser._at.Error;
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

        return _at.Time(W.In, DefaultWithin) is { } within ? new GroupCondition(parts, within) : null;
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
            if (!_at.Current.Is(keyword))
            {
                return parts;
            }

            _at.Advance();
        }
    }

    private Condition? Single()
    {
        if (_at.Current.Kind != TriggerTokenKind.Open)
        {
            return ++_partCount > MaxParts ? _at.Fail($"more than {MaxParts} conditions", "") : _signals.Read();
        }

        if (_depth == MaxDepth)
        {
            return _at.Fail($"more than {MaxDepth} parts are inside each other", "");
        }

        _depth++;
        _at.Advance();
        Condition? inner = Any();
        _depth--;
        if (inner is not null && _at.Current.Kind != TriggerTokenKind.Close)
        {
            return _at.Fail("the parenthesis has no end", "')', 'and' or 'or'");
        }

        if (inner is not null)
        {
            _at.Advance();
        }

        return inner;
    }
}
