namespace Contrail.Analysis.Model;

/// <summary>The extent of a trace, and its relation to the wall clock.</summary>
/// <param name="End">The end of the trace; it starts at <see cref="TraceTime.Start"/>.</param>
/// <param name="StartUtc">The wall clock at the start; null if the trace does not contain it.</param>
internal readonly record struct TraceExtent(TraceTime End, DateTime? StartUtc)
{
    /// <summary>
    /// A time on the wall clock, to the microsecond: beyond, the difference of the two clocks is chance. Null if it is
    /// unknown, or beyond the range of <see cref="DateTime"/>.
    /// </summary>
    public DateTime? ToUtc(TraceTime time)
    {
        if (StartUtc is not { } start)
        {
            return null;
        }

        const long Half = TimeSpan.TicksPerMicrosecond / 2;
        long ticks = start.Ticks + (time.Nanoseconds / TimeSpan.NanosecondsPerTick) + Half;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
            ? new DateTime(ticks - (ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc)
            : null;
    }
}
