using System.Globalization;
using Contrail.Core.GoTrace.Wire;

namespace Contrail.Analysis.GoTrace.Text;

/// <summary>A moment on the wall clock as RFC 3339 has it, to the nanosecond, without zeros at the end.</summary>
internal static class WallText
{
    public static string Of(GoClockSnapshot clocks, TimeZoneInfo zone)
    {
        TimeSpan offset = zone.GetUtcOffset(clocks.Utc);
        DateTime local = Shift(clocks.Utc, offset);
        string seconds = local.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        string fraction = clocks.Nanosecond.ToString("'.'000000000", CultureInfo.InvariantCulture).TrimEnd('0');
        return seconds + (fraction == "." ? "" : fraction) + Suffix(offset);
    }

    // The last hours in the range of a date have no local time east of Greenwich.
    private static DateTime Shift(DateTime utc, TimeSpan offset) =>
        DateTime.MaxValue - utc > offset ? utc + offset : DateTime.MaxValue;

    private static string Suffix(TimeSpan offset)
    {
        string sign = offset < TimeSpan.Zero ? "-" : "+";
        return offset == TimeSpan.Zero ? "Z" : sign + offset.ToString("hh':'mm", CultureInfo.InvariantCulture);
    }
}
