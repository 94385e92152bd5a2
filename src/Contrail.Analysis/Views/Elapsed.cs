namespace Contrail.Analysis.Views;

/// <summary>
/// Time between events of a trace, in nanoseconds. A floating-point number, because the times of a trace may be wrong,
/// and no sum of them must overflow.
/// </summary>
internal static class Elapsed
{
    private const double MaxNanoseconds = 9e18;

    public static double Between(long from, long to) => to > from ? (double)to - from : 0;

    /// <summary>A time of the wall clock so much later; null if it is unknown, or beyond the year 9999.</summary>
    public static DateTime? After(DateTime? utc, double nanoseconds) =>
        utc is { } from && ToTimeSpan(nanoseconds) <= DateTime.MaxValue - from ? from + ToTimeSpan(nanoseconds) : null;

    public static TimeSpan ToTimeSpan(double nanoseconds) =>
        TimeSpan.FromTicks((long)(Math.Min(nanoseconds, MaxNanoseconds) / TimeSpan.NanosecondsPerTick));
}
