using Contrail.Analysis.Model;

namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>Finds when a recorder took samples of processors, from the lanes in a manifest.</summary>
internal static class LaneCoverage
{
    /// <summary>The sampler begins after the sessions, and is drained a moment before the end of the window.</summary>
    private const double MaxMissingSeconds = 1;

    /// <summary>The coverage of samples of threads that used a processor.</summary>
    /// <param name="manifest">The manifest of the file; null if it has none.</param>
    /// <param name="clock">Converts its times.</param>
    /// <param name="seen">The events of the file.</param>
    public static Coverage OfCpuSamples(SnapshotManifest? manifest, NetTraceClock clock, EventTally seen)
    {
        ManifestLane[] lanes = [.. (manifest?.Lanes ?? []).Where(lane => lane.Kind == LaneKind.CpuSamples)];
        TimeRange[] spans = [.. lanes.Select(lane => SpanOf(lane, clock)).Where(span => span.Nanoseconds > 0)];
        if (spans.Length == 0)
        {
            // Other recorders write no manifest, and a lane without a known end can have samples.
            return seen.Any(UniversalEvents.IsCpuSample) ? new Coverage(CoverageState.Partial, null)
                : manifest is null ? Coverage.Unknown
                : new Coverage(CoverageState.NotRecorded, []);
        }

        double missing = (clock.Extent.End.Nanoseconds - spans.Sum(span => (double)span.Nanoseconds)) / 1e9;
        return new Coverage(missing <= MaxMissingSeconds ? CoverageState.Whole : CoverageState.Partial, spans);
    }

    private static TimeRange SpanOf(ManifestLane lane, NetTraceClock clock) => new(
        TraceTime.Max(TraceTime.Start, clock.ToTime(lane.FromUtc)),
        clock.ToTime(lane.ToUtc),
        IsOpenAtStart: false,
        IsOpenAtEnd: false);
}
