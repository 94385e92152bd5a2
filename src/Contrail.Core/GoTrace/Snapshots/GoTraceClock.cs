using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Recording;
using Contrail.Core.GoTrace.Wire;
using Contrail.Core.Snapshots;

namespace Contrail.Core.GoTrace.Snapshots;

/// <summary>Converts moments of a Go trace to UTC, from one moment that is known on both clocks.</summary>
internal readonly record struct GoTraceClock(TraceTicks At, DateTime Utc, long TicksPerSecond)
{
    /// <summary>Times of a trace may be any number; no trace lasts a hundred years.</summary>
    private const double MaxSeconds = 100d * 365 * 24 * 3600;

    /// <summary>The trace's newest snapshot of its clocks; before Go 1.25 the recorder's own.</summary>
    public static GoTraceClock Of(
        IEnumerable<GoTraceGenerationState> oldestFirst, TraceTicks end, SnapshotFacts facts)
    {
        GoClocks clocks = oldestFirst.Last().Clocks!.Value;
        (TraceTicks at, DateTime utc) = facts.Anchor ?? (end, facts.EndUtc ?? facts.RequestedUtc);
        return clocks.Snapshot is { } snapshot
            ? new GoTraceClock(snapshot.At, snapshot.Utc, clocks.TicksPerSecond)
            : new GoTraceClock(at, utc, clocks.TicksPerSecond);
    }

    public double Seconds(TraceTicks from, TraceTicks to) =>
        Math.Clamp((double)to.Since(from) / TicksPerSecond, -MaxSeconds, MaxSeconds);

    public DateTime ToUtc(TraceTicks moment)
    {
        long ticks = Utc.Ticks + (long)(Seconds(At, moment) * TimeSpan.TicksPerSecond);
        return new DateTime(Math.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), DateTimeKind.Utc);
    }
}
