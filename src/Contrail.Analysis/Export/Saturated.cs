namespace Contrail.Analysis.Export;

/// <summary>Numbers of a file as formats can contain them: a file may contain any.</summary>
internal static class Saturated
{
    /// <summary>The nearest whole number of 64 bits; 0 for what is no number.</summary>
    public static long Of(double value) => double.IsNaN(value) ? 0
        : value >= long.MaxValue ? long.MaxValue
        : value <= long.MinValue ? long.MinValue
        : (long)Math.Round(value);

    /// <summary>The same number, or the nearest that is finite; 0 for what is no number.</summary>
    public static double Finite(double value) => double.IsNaN(value) ? 0
        : Math.Clamp(value, double.MinValue, double.MaxValue);
}
