using System.Globalization;

namespace Contrail.Tool.Arguments;

/// <summary>Parses sizes: <c>64MiB</c>, <c>64M</c>, <c>500kB</c>; a bare number is bytes.</summary>
internal static class Sizes
{
    private static readonly (string Unit, double Bytes)[] Units =
    [
        ("kib", 1L << 10), ("mib", 1L << 20), ("gib", 1L << 30),
        ("kb", 1e3), ("mb", 1e6), ("gb", 1e9),
        ("k", 1L << 10), ("m", 1L << 20), ("g", 1L << 30),
        ("b", 1), ("", 1),
    ];

    /// <summary>Larger sizes are rejected as typing errors.</summary>
    private const double MaxBytes = 1L << 40;

    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        string trimmed = text.Trim();
        (string unit, double unitBytes) = Units.First(
            candidate => trimmed.EndsWith(candidate.Unit, StringComparison.OrdinalIgnoreCase));
        string number = trimmed[..^unit.Length].TrimEnd();
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            || value * unitBytes > MaxBytes)
        {
            return false;
        }

        bytes = (long)(value * unitBytes);
        return true;
    }
}
