namespace Contrail.Analysis.Filters;

/// <summary>
/// Parses filter expressions: comparisons joined by <c>and</c>, <c>or</c>, <c>not</c> and parentheses. It accepts any
/// text and never throws. Not safe for concurrent use.
/// </summary>
internal sealed class FilterParser
{
    private const int MaxDepth = 100;
    private const string And = "and";
    private const string Or = "or";
    private const string Not = "not";

    private readonly FilterFields _fields;
    private readonly IReadOnlyList<FilterToken> _tokens;
    private int _index;
    private int _depth;
    private FilterError? _error;

    private FilterParser(string expression, FilterFields fields)
    {
        _fields = fields;
        _tokens = FilterLexer.Read(expression);
    }

    private FilterToken Current => _tokens[_index];

    /// <summary>Parses an expression; null if it is invalid.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="fields">The fields that it can use.</param>
    /// <param name="error">The first error; null if it is valid.</param>
    public static FilterNode? Parse(string expression, FilterFields fields, out FilterError? error)
    {
        FilterParser parser = new(expression, fields);
        FilterNode? node = parser.Combination(FilterNodeKind.Or);
        if (node is not null && parser.Current.Kind != FilterTokenKind.End)
        {
            node = parser.Fail("expected 'and', 'or' or the end of the filter");
        }

        error = parser._error;
        return node;
    }

    private FilterNode? Combination(FilterNodeKind kind)
    {
        string keyword = kind == FilterNodeKind.Or ? Or : And;
        List<FilterNode> parts = [];
        int position = 0;
        while (true)
        {
            FilterNode? part = kind == FilterNodeKind.Or ? Combination(FilterNodeKind.And) : Single();
            if (part is null)
            {
                return null;
            }

            parts.Add(part);
            if (!Current.Is(keyword))
            {
                return parts.Count == 1 ? part : new FilterNode(kind, parts) { Position = position };
            }

            position = parts.Count == 1 ? Current.Position : position;
            _index++;
        }
    }

    private FilterNode? Single()
    {
        bool isNot = Current.Is(Not);
        if (!isNot && Current.Kind != FilterTokenKind.Open)
        {
            return Comparison();
        }

        if (_depth == MaxDepth)
        {
            return Fail($"more than {MaxDepth} parts are inside each other");
        }

        int position = Current.Position;
        _depth++;
        _index++;
        FilterNode? inner = isNot ? Single() : Combination(FilterNodeKind.Or);
        _depth--;
        if (inner is null)
        {
            return null;
        }

        if (isNot)
        {
            return new FilterNode(FilterNodeKind.Not, inner) { Position = position };
        }

        if (Current.Kind != FilterTokenKind.Close)
        {
            return Fail("expected ')', 'and' or 'or'");
        }

        _index++;
        return inner;
    }

    private FilterNode? Comparison()
    {
        FilterToken name = Current;
        if (name.Kind != FilterTokenKind.Word || name.Is(And) || name.Is(Or))
        {
            return Fail($"expected a field: {_fields.List}");
        }

        if (_fields.Find(name.Text) is not { } field)
        {
            return Fail(_fields.Unknown(name.Text));
        }

        _index++;
        FilterToken compared = Current;
        if (!FilterOperators.TryFind(compared, out FilterOperator found)
            || !FilterOperators.Of(field.Type).Contains(found))
        {
            return Fail($"expected {FilterOperators.Expected(field.Type)} after '{name.Text}'");
        }

        _index++;
        FilterToken value = Current;
        string expected = FilterLiterals.Expected(field.Type, found);
        bool isValue = value.Kind == FilterTokenKind.Quoted
            || (value.Kind == FilterTokenKind.Word && !value.Is(And) && !value.Is(Or) && !value.Is(Not));
        if (!isValue || FilterLiterals.Parse(field.Type, found, value.Text) is not { } literal)
        {
            return Fail(expected);
        }

        _index++;
        return new FilterNode(FilterNodeKind.Comparison)
        {
            Position = name.Position,
            Comparison = new FilterComparison(field, found, literal, name.Position),
        };
    }

    private FilterNode? Fail(string message)
    {
        string text = Current.Kind == FilterTokenKind.Unterminated ? "the quote has no end" : message;
        _error ??= new FilterError(Current.Position, text);
        return null;
    }
}
