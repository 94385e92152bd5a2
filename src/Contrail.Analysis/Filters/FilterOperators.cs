namespace Contrail.Analysis.Filters;

/// <summary>The written forms of operators, and the types to which they apply.</summary>
internal static class FilterOperators
{
    private static readonly string[] Texts = ["=", "!=", "<", "<=", ">", ">=", "~", "in"];

    private static readonly FilterOperator[] Order =
    [
        FilterOperator.Less, FilterOperator.LessOrEqual, FilterOperator.Greater, FilterOperator.GreaterOrEqual,
    ];

    private static readonly FilterOperator[] Equality = [FilterOperator.Equal, FilterOperator.NotEqual];

    /// <summary>Finds the operator of a token; false if it is none.</summary>
    public static bool TryFind(FilterToken token, out FilterOperator found)
    {
        int index = token.Kind is FilterTokenKind.Operator or FilterTokenKind.Word
            ? Array.FindIndex(Texts, text => text.Equals(token.Text, StringComparison.OrdinalIgnoreCase))
            : -1;
        found = (FilterOperator)Math.Max(index, 0);
        return index >= 0;
    }

    /// <summary>The operators of a type.</summary>
    public static FilterOperator[] Of(FilterFieldType type) => type switch
    {
        FilterFieldType.Text => [.. Equality, FilterOperator.Contains],
        FilterFieldType.Identity => Equality,
        FilterFieldType.Time => [FilterOperator.In, .. Order],
        FilterFieldType.Stack => [FilterOperator.Contains, FilterOperator.Equal],
        FilterFieldType.Payload => [.. Equality, .. Order, FilterOperator.Contains],
        _ => [.. Equality, .. Order],
    };

    /// <summary>The operators of a type, for a message.</summary>
    public static string Expected(FilterFieldType type)
    {
        string[] texts = [.. Of(type).Select(one => Texts[(int)one])];
        return string.Join(", ", texts[..^1]) + " or " + texts[^1];
    }
}
