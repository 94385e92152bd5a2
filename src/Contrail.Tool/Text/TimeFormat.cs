using System.Globalization;
using Contrail.Analysis.NetTrace.Reading;

namespace Contrail.Tool.Text;

/// <summary>Formats times and durations of a trace.</summary>
internal static class TimeFormat
{
    /// <summary>"2026-01-02 03:04:05.678", UTC.</summary>
    public static string Day(DateTime utc) =>
        Rounded(utc).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>"03:04:05.678", UTC.</summary>
    public static string Time(DateTime utc) => Rounded(utc).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan duration) => NumberFormat.Seconds(duration.TotalSeconds);

    /// <summary>Formats an offset in the window, to the millisecond, so that it can be found in other tools.</summary>
    public static string Offset(TimeSpan offset) =>
        string.Create(CultureInfo.InvariantCulture, $"{offset.TotalSeconds:0.000} s");

    /// <summary>Describes a step of the wall clock, and its effect on the displayed times.</summary>
    public static string Step(ClockStep step)
    {
        string when = step.Utc is { } utc ? $"at {Time(utc)}" : "at an unknown time";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"the wall clock stepped by {step.Seconds:+0.0;-0.0} s {when}; times are UTC, of the clock after it");
    }

    /// <summary>Formats the time at an offset in the window; the offset if the time of day is unknown.</summary>
    public static string Place(TraceFileFacts facts, TimeSpan offset) => Place(facts.WindowUtc, offset);

    /// <summary>The same for the start of the window, which is null if the time of day is unknown.</summary>
    public static string Place(DateTime? startUtc, TimeSpan offset) =>
        PlaceUtc(startUtc, offset) is { } utc ? Time(utc) : Offset(offset);

    /// <summary>Returns the time at an offset in the window, or null if the time of day is unknown.</summary>
    public static DateTime? PlaceUtc(TraceFileFacts facts, TimeSpan offset) => PlaceUtc(facts.WindowUtc, offset);

    public static string Percent(double part, double whole) =>
        whole > 0 ? string.Create(CultureInfo.InvariantCulture, $"{100 * part / whole:0.0} %") : "-";

    private static DateTime? PlaceUtc(DateTime? startUtc, TimeSpan offset) =>
        startUtc is { } known ? Clamped((Int128)known.Ticks + offset.Ticks) : null;

    private static DateTime Clamped(Int128 ticks) =>
        new((long)Int128.Clamp(ticks, 0, DateTime.MaxValue.Ticks - 1), DateTimeKind.Utc);

    // Formatting truncates digits, and a time computed from a fraction of a second may be just below its millisecond.
    private static DateTime Rounded(DateTime utc)
    {
        TimeSpan half = TimeSpan.FromMicroseconds(500);
        return utc < DateTime.MaxValue - half ? utc + half : utc;
    }
}
