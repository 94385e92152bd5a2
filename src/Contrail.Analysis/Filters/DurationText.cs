using System.Globalization;

namespace Contrail.Analysis.Filters;

/// <summary>Parses durations such as <c>50ms</c> to nanoseconds.</summary>
internal static class DurationText
{
    private const double MaxNanoseconds = 366d * 24 * 3600 * 1e9;

    // Longer units are first; otherwise "ms" would match "s".
    private static readonly (string Unit, double Nanoseconds)[] Units =
    [
        ("min", 60e9), ("ms", 1e6), ("us", 1e3), ("µs", 1e3), ("ns", 1), ("s", 1e9), ("m", 60e9), ("h", 3600e9),
    ];

    /// <summary>Parses a duration of at most a year.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isUnitRequired">Whether a number without a unit is invalid; otherwise it is seconds.</param>
    /// <param name="nanoseconds">The duration.</param>
    public static bool TryParse(string text, bool isUnitRequired, out long nanoseconds)
    {
        (string unit, double unitNanoseconds) = Array.Find(
            Units, candidate => text.EndsWith(candidate.Unit, StringComparison.OrdinalIgnoreCase));
        string number = unit is null ? text : text[..^unit.Length].TrimEnd();
        nanoseconds = 0;
        if ((unit is null && isUnitRequired)
            || !double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            || value * (unit is null ? 1e9 : unitNanoseconds) is not (>= 0 and <= MaxNanoseconds and double product))
        {
            return false;
        }

        nanoseconds = (long)Math.Round(product);
        return true;
    }
}
