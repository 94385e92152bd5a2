namespace Contrail.Analysis.Export;

/// <summary>Times of day as formats of profiles contain them.</summary>
internal static class UnixTime
{
    /// <summary>The year 2096: with a hundred years more it still fits in 64 bits.</summary>
    private const long MaxNanoseconds = 4_000_000_000_000_000_000;

    /// <summary>Nanoseconds since 1970; a file may contain any year, so that they are limited to 2096.</summary>
    public static long Nanoseconds(DateTime utc) => (long)Int128.Clamp(
        (Int128)(utc - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick, 0, MaxNanoseconds);
}
