using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>Differences of a trace's times, which may be any number: they are bounded here, once for all.</summary>
internal static class TraceDuration
{
    /// <summary>No trace lasts a hundred years, and a <see cref="TimeSpan"/> can hold as much.</summary>
    public const double MaxSeconds = 100d * 365 * 24 * 3600;

    /// <summary>From one moment to another; 0 if it is earlier.</summary>
    public static double Seconds(TraceTicks from, TraceTicks to, TraceObject trace) =>
        to <= from ? 0 : Math.Min(MaxSeconds, (double)unchecked((ulong)to.Since(from)) / trace.TicksPerSecond);

    /// <summary>A moment as UTC, to the microsecond; beyond, the difference of the two clocks is chance.</summary>
    public static DateTime Utc(TraceTicks moment, TraceObject trace)
    {
        const long Half = TimeSpan.TicksPerMicrosecond / 2;
        DateTime utc = trace.ToUtc(moment);
        long rounded = Math.Min(utc.Ticks, DateTime.MaxValue.Ticks - Half) + Half;
        return new DateTime(rounded - (rounded % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
    }
}
