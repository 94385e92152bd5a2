using System.Globalization;

namespace Contrail.Tool.Text;

/// <summary>Formats texts and numbers for a terminal.</summary>
internal static class NumberFormat
{
    /// <summary>Longer lines are cut: a message may contain untrusted text of a process.</summary>
    private const int MaxLineChars = 2_000;

    private static readonly string[] SizeUnits = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>Returns the text as one line, without terminal control characters.</summary>
    public static string OneLine(string text)
    {
        string cut = text.Length > MaxLineChars ? text[..MaxLineChars] + "…" : text;
        return string.Create(cut.Length, cut, static (target, source) =>
        {
            for (int index = 0; index < target.Length; index++)
            {
                target[index] = char.IsControl(source[index]) ? ' ' : source[index];
            }
        });
    }

    public static string Bytes(long bytes)
    {
        double value = bytes;
        int unit = 0;
        while (Math.Abs(value) >= 1024 && unit < SizeUnits.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {SizeUnits[unit]}");
    }

    public static string Seconds(double seconds) => seconds switch
    {
        < 0.001 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e6:0} µs"),
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e3:0.#} ms"),
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0.0} min"),
    };

    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}
