namespace Contrail.Analysis.Views.GoTrace;

/// <summary>
/// Time between events of a trace, in nanoseconds. A floating-point number, because the times of a trace may lie: no
/// sum of them can overflow.
/// </summary>
internal static class Elapsed
{
    private const double NanosecondsMax = 9e18;

    public static double Between(long from, long to) => to > from ? (double)to - from : 0;

    public static TimeSpan ToTimeSpan(double nanoseconds) =>
        TimeSpan.FromTicks((long)(Math.Min(nanoseconds, NanosecondsMax) / TimeSpan.NanosecondsPerTick));
}
