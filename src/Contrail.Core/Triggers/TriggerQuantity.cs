using System.Globalization;

namespace Contrail.Core.Triggers;

/// <summary>Numbers with units, as text. What it formats, it parses to the same number.</summary>
internal static class TriggerQuantity
{
    /// <summary>As a number of nanoseconds still exact in floating point.</summary>
    public const long MaxNanoseconds = 100L * 24 * 3_600 * 1_000_000_000;

    // Longer names are first where one ends with another.
    private static readonly (string Unit, long Nanoseconds)[] Durations =
    [
        ("min", 60_000_000_000), ("ms", 1_000_000), ("us", 1_000), ("µs", 1_000), ("ns", 1), ("s", 1_000_000_000),
        ("m", 60_000_000_000), ("h", 3_600_000_000_000), ("d", 86_400_000_000_000),
    ];

    private static readonly string[] Canonical = ["d", "h", "m", "s", "ms", "us", "ns"];

    private static readonly (string Unit, long Bytes)[] Sizes =
    [
        ("kib", 1L << 10), ("mib", 1L << 20), ("gib", 1L << 30),
        ("kb", 1_000), ("mb", 1_000_000), ("gb", 1_000_000_000), ("b", 1),
    ];

    private static readonly string[] Levels = ["trace", "debug", "information", "warning", "error", "critical"];

    /// <summary>A finite number; null for another text.</summary>
    public static double? NumberOf(string text)
    {
        const NumberStyles Styles =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text, Styles, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : null;
    }

    /// <summary>A duration with a unit, of at most 100 days; null for another text.</summary>
    public static long? DurationOf(string text)
    {
        (string? unit, long nanoseconds) = Array.Find(
            Durations, one => text.EndsWith(one.Unit, StringComparison.OrdinalIgnoreCase));
        return unit is not null
            && NumberOf(text[..^unit.Length]) * nanoseconds is >= 0 and <= MaxNanoseconds and double product
            ? (long)Math.Round(product)
            : null;
    }

    /// <summary>A value of a unit; null for another text.</summary>
    public static double? Parse(SignalUnit unit, string text) => unit switch
    {
        SignalUnit.Duration => DurationOf(text),
        SignalUnit.Bytes => BytesOf(text),
        SignalUnit.Level => LevelOf(text),
        _ => NumberOf(text),
    };

    /// <summary>A rate such as <c>10/s</c>: the number and the time that it refers to; null for another text.</summary>
    public static (double Number, long PerNanoseconds)? RateOf(string text)
    {
        int at = text.IndexOf('/', StringComparison.Ordinal);
        return at > 0 && NumberOf(text[..at]) is >= 0 and double number
            && text[(at + 1)..] is "s" or "m" or "h" && DurationOf("1" + text[(at + 1)..]) is { } per
            ? (number, per)
            : null;
    }

    /// <summary>A value of a unit as text.</summary>
    public static string Format(SignalUnit unit, double value) => unit switch
    {
        SignalUnit.Duration => Duration((long)value),
        SignalUnit.Level when value is >= 1 and <= 6 => Levels[(int)value - 1],
        SignalUnit.Bytes => Number(value) + "b",
        _ => Number(value),
    };

    /// <summary>A rate as text.</summary>
    public static string Rate(double number, long perNanoseconds) =>
        $"{Number(number)}/{Duration(perNanoseconds)[1..]}";

    /// <summary>A duration as text, in the largest unit of which it is a multiple.</summary>
    public static string Duration(long nanoseconds)
    {
        if (nanoseconds == 0)
        {
            return "0s";
        }

        string unit = Canonical.First(one => nanoseconds % Length(one) == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / Length(unit)}{unit}");
    }

    /// <summary>A number as text.</summary>
    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>What a value of a unit looks like, for a message.</summary>
    public static string Expected(SignalUnit unit) => unit switch
    {
        SignalUnit.Duration => "a duration with a unit, such as 500ms",
        SignalUnit.Bytes => "a size, such as 64MiB",
        SignalUnit.Level => "trace, debug, information, warning, error or critical",
        SignalUnit.Rate => "a rate, such as 10/s, 30/m or 100/h",
        _ => "a number",
    };

    private static long Length(string unit) => Array.Find(Durations, one => one.Unit == unit).Nanoseconds;

    private static double? BytesOf(string text)
    {
        (string? unit, long bytes) = Array.Find(
            Sizes, one => text.EndsWith(one.Unit, StringComparison.OrdinalIgnoreCase));
        return unit is null ? NumberOf(text) : NumberOf(text[..^unit.Length]) * bytes;
    }

    private static double? LevelOf(string text) => text.ToUpperInvariant() switch
    {
        "INFO" => 3,
        "WARN" => 4,
        _ => Array.FindIndex(Levels, level => level.Equals(text, StringComparison.OrdinalIgnoreCase)) is >= 0 and int at
            ? at + 1
            : null,
    };
}
