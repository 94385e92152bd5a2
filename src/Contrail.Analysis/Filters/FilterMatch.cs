using Contrail.Analysis.Model;

namespace Contrail.Analysis.Filters;

/// <summary>Makes the tests of known values.</summary>
internal static class FilterMatch
{
    /// <summary>The test of a comparison.</summary>
    public static Func<FilterValue, bool> Of(FilterComparison comparison, FilterScope scope) =>
        comparison.Field.Type switch
        {
            FilterFieldType.Text => OfText(comparison),
            FilterFieldType.Identity => OfIdentity(comparison),
            FilterFieldType.Time => OfTime(comparison, scope.Extent),
            FilterFieldType.Stack => new StackMatch(comparison, scope.Stacks).IsMatch,
            FilterFieldType.Payload => OfPayload(comparison),
            _ => OfNumber(comparison),
        };

    /// <summary>Whether two texts compare so.</summary>
    public static bool IsText(FilterOperator compared, string text, string literal) => compared switch
    {
        FilterOperator.Contains => text.Contains(literal, StringComparison.OrdinalIgnoreCase),
        FilterOperator.NotEqual => !text.Equals(literal, StringComparison.OrdinalIgnoreCase),
        FilterOperator.Equal => text.Equals(literal, StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private static Func<FilterValue, bool> OfText(FilterComparison comparison) =>
        value => IsText(comparison.Operator, value.Text!, comparison.Literal.Text);

    private static Func<FilterValue, bool> OfIdentity(FilterComparison comparison)
    {
        bool isEqual = comparison.Operator == FilterOperator.Equal;
        ulong identity = comparison.Literal.Identity;
        return value => value.Identity == identity == isEqual;
    }

    private static Func<FilterValue, bool> OfNumber(FilterComparison comparison)
    {
        double number = comparison.Literal.Number!.Value;
        return value => IsNumber(comparison.Operator, value.Number!.Value, number);
    }

    // Numbers are compared as numbers; a value that is no number is compared with the text. Integers of 64 bits are
    // not exact as floating-point numbers.
    private static Func<FilterValue, bool> OfPayload(FilterComparison comparison)
    {
        double? number = comparison.Literal.Number;
        FilterOperator compared = comparison.Operator;
        string text = comparison.Literal.Text;
        bool isInteger = compared is FilterOperator.Equal or FilterOperator.NotEqual && IsInteger(text);
        return value =>
            value.Number is not { } actual || number is null || compared == FilterOperator.Contains
                || (isInteger && IsInteger(value.Text!))
                ? IsText(compared, value.Text!, text)
                : IsNumber(compared, actual, number.Value);
    }

    private static bool IsInteger(string text) => text is "0"
        || (text.Length > 0 && text.AsSpan().TrimStart('-') is { IsEmpty: false } digits && digits[0] != '0'
            && !digits.ContainsAnyExceptInRange('0', '9'));

    private static bool IsNumber(FilterOperator compared, double value, double literal) => compared switch
    {
        FilterOperator.Equal => value.Equals(literal),
        FilterOperator.NotEqual => !value.Equals(literal),
        FilterOperator.Less => value < literal,
        FilterOperator.LessOrEqual => value <= literal,
        FilterOperator.Greater => value > literal,
        _ => value >= literal,
    };

    // What lasts matches if a part of it does.
    private static Func<FilterValue, bool> OfTime(FilterComparison comparison, TraceExtent extent)
    {
        TraceTime from = comparison.Literal.From?.In(extent) ?? new TraceTime(long.MinValue);
        TraceTime to = comparison.Literal.To?.In(extent) ?? new TraceTime(long.MaxValue);
        return comparison.Operator switch
        {
            FilterOperator.Less => value => value.Start < from,
            FilterOperator.LessOrEqual => value => value.Start <= from,
            FilterOperator.Greater => value => value.End > from,
            FilterOperator.GreaterOrEqual => value => value.End >= from,
            _ => value => value.End >= from && value.Start <= to,
        };
    }
}
