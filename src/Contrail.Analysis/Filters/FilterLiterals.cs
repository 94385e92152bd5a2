using System.Globalization;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.Filters;

/// <summary>Parses the values of comparisons by the type of their field.</summary>
internal static class FilterLiterals
{
    private const string RangeSeparator = "..";
    private const string Hexadecimal = "0x";

    private static readonly (string Unit, double Bytes)[] Sizes =
    [
        ("kib", 1L << 10), ("mib", 1L << 20), ("gib", 1L << 30), ("kb", 1e3), ("mb", 1e6), ("gb", 1e9), ("b", 1),
        ("", 1),
    ];

    private static readonly (string Name, LogSeverity Severity)[] Severities =
    [
        ("trace", LogSeverity.Trace), ("debug", LogSeverity.Debug), ("information", LogSeverity.Information),
        ("info", LogSeverity.Information), ("warning", LogSeverity.Warning), ("warn", LogSeverity.Warning),
        ("error", LogSeverity.Error), ("critical", LogSeverity.Critical),
    ];

    /// <summary>Parses a value; null if it is invalid for the type.</summary>
    public static FilterLiteral? Parse(FilterFieldType type, FilterOperator compared, string text)
    {
        FilterLiteral literal = new(text);
        return type switch
        {
            FilterFieldType.Number => NumberOf(text) is { } number ? literal with { Number = number } : null,
            FilterFieldType.Identity => IdentityOf(text) is { } identity ? literal with { Identity = identity } : null,
            FilterFieldType.Duration => DurationText.TryParse(text, isUnitRequired: true, out long nanoseconds)
                ? literal with { Number = nanoseconds }
                : null,
            FilterFieldType.Bytes => BytesOf(text) is { } bytes ? literal with { Number = bytes } : null,
            FilterFieldType.Severity => SeverityOf(text) is { } severity ? literal with { Number = severity } : null,
            FilterFieldType.Time when compared == FilterOperator.In => Range(literal),
            FilterFieldType.Time => Moment.TryParse(text, out Moment moment) ? literal with { From = moment } : null,
            FilterFieldType.Payload => literal with { Number = NumberOf(text) },
            _ => literal,
        };
    }

    /// <summary>What a value of a type is, for a message.</summary>
    public static string Expected(FilterFieldType type, FilterOperator compared) => type switch
    {
        FilterFieldType.Number => "expected a number",
        FilterFieldType.Identity => "expected a number, such as 12 or 0x7f00",
        FilterFieldType.Duration => "expected a duration with a unit, such as 50ms",
        FilterFieldType.Bytes => "expected a size, such as 64KiB",
        FilterFieldType.Severity => "expected trace, debug, information, warning, error or critical",
        FilterFieldType.Time when compared == FilterOperator.In =>
            "expected a range, such as -5s..-2s, +3s.. or 21:04:05..21:04:07 (UTC)",
        FilterFieldType.Time => "expected a time, such as 21:04:05.2 (UTC), +3s from the start or -5s from the end",
        _ => "expected a value",
    };

    private static FilterLiteral? Range(FilterLiteral literal)
    {
        int at = literal.Text.IndexOf(RangeSeparator, StringComparison.Ordinal);
        if (at < 0 || literal.Text.Length == RangeSeparator.Length)
        {
            return null;
        }

        string from = literal.Text[..at];
        string to = literal.Text[(at + RangeSeparator.Length)..];
        Moment? start = null;
        Moment? end = null;
        bool isValid = (from.Length == 0 || Moment.TryParse(from, out start))
            && (to.Length == 0 || Moment.TryParse(to, out end));
        return isValid ? literal with { From = start, To = end } : null;
    }

    private static double? NumberOf(string text)
    {
        if (text.StartsWith(Hexadecimal, StringComparison.OrdinalIgnoreCase))
        {
            return IdentityOf(text);
        }

        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint
            | NumberStyles.AllowExponent;
        return double.TryParse(text, Styles, CultureInfo.InvariantCulture, out double number)
            && double.IsFinite(number)
                ? number
                : null;
    }

    private static ulong? IdentityOf(string text)
    {
        bool isHexadecimal = text.StartsWith(Hexadecimal, StringComparison.OrdinalIgnoreCase);
        NumberStyles styles = isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        string digits = isHexadecimal ? text[Hexadecimal.Length..] : text;
        return ulong.TryParse(digits, styles, CultureInfo.InvariantCulture, out ulong identity) ? identity : null;
    }

    private static double? BytesOf(string text)
    {
        (string unit, double bytes) = Sizes.First(
            size => text.EndsWith(size.Unit, StringComparison.OrdinalIgnoreCase));
        return NumberOf(text[..^unit.Length].TrimEnd()) * bytes;
    }

    private static double? SeverityOf(string text)
    {
        int index = Array.FindIndex(
            Severities, one => one.Name.Equals(text, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : (double)Severities[index].Severity;
    }
}
