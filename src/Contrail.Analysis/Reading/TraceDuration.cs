using Contrail.Core.Formats;
using Contrail.Core.Formats.NetTrace;

namespace Contrail.Analysis.Reading;

/// <summary>Differences of a trace's times, which may be any number: they are bounded here, once for all.</summary>
internal static class TraceDuration
{
    /// <summary>No trace lasts a hundred years; sums of this many seconds stay within a <see cref="TimeSpan"/>.</summary>
    public const double SecondsMax = 100d * 365 * 24 * 3600;

    /// <summary>From one moment to another; 0 if it is earlier.</summary>
    public static double Seconds(TraceTicks from, TraceTicks to, TraceObject trace) =>
        to <= from ? 0 : Math.Min(SecondsMax, (double)unchecked((ulong)to.Since(from)) / trace.TicksPerSecond);

    /// <summary>Seconds, whatever the number is, as a time; no number at all is none.</summary>
    public static TimeSpan Span(double seconds) =>
        TimeSpan.FromSeconds(double.IsNaN(seconds) ? 0 : Math.Clamp(seconds, -SecondsMax, SecondsMax));
}
