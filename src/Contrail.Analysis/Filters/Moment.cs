using System.Globalization;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.Filters;

/// <summary>
/// A point in time: <c>12:00:03.5</c> on the file's day or <c>2026-01-02T12:00:03Z</c>, both in UTC unless they name
/// an offset, <c>+3s</c> from the start of the file, or <c>-5s</c> from its end. Immutable; safe from any thread.
/// </summary>
internal sealed record Moment
{
    private static readonly string[] TimesOfDay = ["h\\:mm", "h\\:mm\\:ss", "h\\:mm\\:ss\\.FFFFFFF"];

    /// <summary>Whether it is an offset from the start or the end of the file.</summary>
    public bool IsOffset => SinceStart is not null || BeforeEnd is not null;

    /// <summary>Whether it can be resolved from the start of the trace alone.</summary>
    public bool IsSinceStart => SinceStart is not null;

    private DateTime? Utc { get; init; }

    private TimeSpan? TimeOfDay { get; init; }

    /// <summary>Nanoseconds.</summary>
    private long? SinceStart { get; init; }

    /// <summary>Nanoseconds.</summary>
    private long? BeforeEnd { get; init; }

    public static bool TryParse(string text, out Moment moment)
    {
        string trimmed = text.Trim();
        moment = new Moment();
        if (trimmed.StartsWith('+') && DurationText.TryParse(trimmed[1..], isUnitRequired: false, out long since))
        {
            moment = new Moment { SinceStart = since };
        }
        else if (trimmed.StartsWith('-')
            && DurationText.TryParse(trimmed[1..], isUnitRequired: false, out long before))
        {
            moment = new Moment { BeforeEnd = before };
        }
        else if (TimeSpan.TryParseExact(trimmed, TimesOfDay, CultureInfo.InvariantCulture, out TimeSpan time))
        {
            moment = new Moment { TimeOfDay = time };
        }
        else if (trimmed.Contains('-') && DateTime.TryParse(
            trimmed,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTime utc))
        {
            moment = new Moment { Utc = utc };
        }

        return moment is not { Utc: null, TimeOfDay: null, SinceStart: null, BeforeEnd: null };
    }

    /// <summary>Returns the UTC time in a file with these bounds.</summary>
    public DateTime In(DateTime firstUtc, DateTime lastUtc)
    {
        if (Utc is { } utc)
        {
            return utc;
        }

        if (SinceStart is { } since)
        {
            TimeSpan after = SpanOf(since);
            return DateTime.MaxValue - firstUtc > after ? firstUtc + after : DateTime.MaxValue;
        }

        if (BeforeEnd is { } before)
        {
            TimeSpan earlier = SpanOf(before);
            return lastUtc - DateTime.MinValue > earlier
                ? lastUtc - earlier
                : DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc);
        }

        // If the file spans midnight, use the day on which the time is within the file.
        DateTime sameDay = firstUtc.Date + TimeOfDay!.Value;
        return sameDay < firstUtc && lastUtc - sameDay >= TimeSpan.FromDays(1) ? sameDay.AddDays(1) : sameDay;
    }

    /// <summary>Returns the time in a trace; null if the trace does not contain the time of day.</summary>
    public TraceTime? In(TraceExtent extent)
    {
        if (SinceStart is { } since)
        {
            return new TraceTime(since);
        }

        if (BeforeEnd is { } before)
        {
            return new TraceTime(extent.End.Nanoseconds - before);
        }

        if (extent.StartUtc is not { } start || extent.ToUtc(extent.End) is not { } end)
        {
            return null;
        }

        return TraceTime.Since(start.Ticks, In(start, end).Ticks, TimeSpan.TicksPerSecond);
    }

    private static TimeSpan SpanOf(long nanoseconds) =>
        TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
}
