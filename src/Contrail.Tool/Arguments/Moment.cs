using System.Globalization;

namespace Contrail.Tool.Arguments;

/// <summary>
/// A point in time: <c>12:00:03.5</c> on the file's day or <c>2026-01-02T12:00:03Z</c>, both in UTC unless they name
/// an offset, or <c>+3s</c> from the start of the file.
/// </summary>
internal sealed record Moment
{
    private static readonly string[] TimesOfDay = ["h\\:mm", "h\\:mm\\:ss", "h\\:mm\\:ss\\.FFFFFFF"];

    /// <summary>Whether it is an offset from the start of the file.</summary>
    public bool IsOffset => SinceStart is not null;

    private DateTime? Utc { get; init; }

    private TimeSpan? TimeOfDay { get; init; }

    private TimeSpan? SinceStart { get; init; }

    public static bool TryParse(string text, out Moment moment)
    {
        string trimmed = text.Trim();
        moment = new Moment();
        if (trimmed.StartsWith('+') && Durations.TryParse(trimmed[1..], out TimeSpan since))
        {
            moment = new Moment { SinceStart = since };
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

        return moment is not { Utc: null, TimeOfDay: null, SinceStart: null };
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
            return DateTime.MaxValue - firstUtc > since ? firstUtc + since : DateTime.MaxValue;
        }

        // If the file spans midnight, use the day on which the time is within the file.
        DateTime sameDay = firstUtc.Date + TimeOfDay!.Value;
        return sameDay < firstUtc && lastUtc - sameDay >= TimeSpan.FromDays(1) ? sameDay.AddDays(1) : sameDay;
    }
}
