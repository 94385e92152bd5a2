using System.Globalization;

namespace Contrail.Tool.Arguments;

/// <summary>Parses durations: <c>10s</c>, <c>500ms</c>, <c>2m</c>, <c>7d</c>; a bare number is seconds.</summary>
internal static class Durations
{
    // Longer units come first; otherwise "ms" would match "s".
    private static readonly (string Unit, double Seconds)[] Units =
        [("ms", 0.001), ("min", 60), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400), ("", 1)];

    private const double MaxSeconds = 366d * 24 * 3600;

    /// <summary>The same for a duration that must be longer than 0.</summary>
    public static bool TryParsePositive(string text, out TimeSpan duration) =>
        TryParse(text, out duration) && duration > TimeSpan.Zero;

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        string trimmed = text.Trim();
        (string unit, double unitSeconds) = Units.First(
            candidate => trimmed.EndsWith(candidate.Unit, StringComparison.OrdinalIgnoreCase));
        string number = trimmed[..^unit.Length].TrimEnd();
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value))
        {
            return false;
        }

        double seconds = value * unitSeconds;
        if (seconds > MaxSeconds)
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }
}
