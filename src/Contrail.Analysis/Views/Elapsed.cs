namespace Contrail.Analysis.Views;

/// <summary>
/// Time between events of a trace, in nanoseconds. A floating-point number, because the times of a trace may be wrong,
/// and no sum of them must overflow.
/// </summary>
internal static class Elapsed
{
    private const double MaxNanoseconds = 9e18;

    public static double Between(long from, long to) => to > from ? (double)to - from : 0;

    public static TimeSpan ToTimeSpan(double nanoseconds) =>
        TimeSpan.FromTicks((long)(Math.Min(nanoseconds, MaxNanoseconds) / TimeSpan.NanosecondsPerTick));
}
