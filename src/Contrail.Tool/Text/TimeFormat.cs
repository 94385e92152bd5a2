using System.Globalization;
using Contrail.Analysis.Reading;

namespace Contrail.Tool.Text;

/// <summary>Times and durations of a trace, as they are shown.</summary>
internal static class TimeFormat
{
    /// <summary>"2026-01-02 03:04:05.678", UTC.</summary>
    public static string Day(DateTime utc) =>
        Rounded(utc).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>"03:04:05.678", UTC.</summary>
    public static string Time(DateTime utc) => Rounded(utc).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan duration) => NumberFormat.Seconds(duration.TotalSeconds);

    /// <summary>A place in the window, to the millisecond, so that it can be looked up elsewhere.</summary>
    public static string Offset(TimeSpan offset) =>
        string.Create(CultureInfo.InvariantCulture, $"{offset.TotalSeconds:0.000} s");

    /// <summary>A step of the wall clock, and what it means for the times shown.</summary>
    public static string Step(ClockStep step)
    {
        string when = step.Utc is { } utc ? $"at {Time(utc)}" : "at an unknown time";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"the wall clock stepped by {step.Seconds:+0.0;-0.0} s {when}; times are UTC, of the clock after it");
    }

    /// <summary>The time of a place in the window; where the time of day is unknown, its offset.</summary>
    public static string Place(TraceFileFacts facts, TimeSpan offset) =>
        PlaceUtc(facts, offset) is { } utc ? Time(utc) : Offset(offset);

    /// <summary>When a place in the window was; null where the time of day is unknown.</summary>
    public static DateTime? PlaceUtc(TraceFileFacts facts, TimeSpan offset)
    {
        DateTime? first = facts.FirstUtc ?? (facts.Trace.IsUtcKnown ? facts.Trace.Utc : null);
        return first is { } known ? Clamped((Int128)known.Ticks + offset.Ticks) : null;
    }

    public static string Percent(double part, double whole) =>
        whole > 0 ? string.Create(CultureInfo.InvariantCulture, $"{100 * part / whole:0.0} %") : "-";

    private static DateTime Clamped(Int128 ticks) =>
        new((long)Int128.Clamp(ticks, 0, DateTime.MaxValue.Ticks - 1), DateTimeKind.Utc);

    // Formats cut digits off, and a time that was once a fraction of a second may lie just below its millisecond.
    private static DateTime Rounded(DateTime utc)
    {
        TimeSpan half = TimeSpan.FromMicroseconds(500);
        return utc < DateTime.MaxValue - half ? utc + half : utc;
    }
}
