using System.Globalization;

namespace Contrail.Tool.Output;

/// <summary>Times and durations of a trace, as they are shown.</summary>
internal static class Moments
{
    /// <summary>"2026-01-02 03:04:05.678", UTC.</summary>
    public static string Day(DateTime utc) => utc.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>"03:04:05.678", UTC.</summary>
    public static string Time(DateTime utc) => utc.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan duration) => Plain.Seconds(duration.TotalSeconds);

    /// <summary>A place in the window, to the millisecond, so that it can be looked up elsewhere.</summary>
    public static string Offset(TimeSpan offset) =>
        string.Create(CultureInfo.InvariantCulture, $"{offset.TotalSeconds:0.000} s");

    public static string Percent(double part, double whole) =>
        whole > 0 ? string.Create(CultureInfo.InvariantCulture, $"{100 * part / whole:0.0} %") : "-";
}
