using Contrail.Analysis.Model;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>Finds when a recorder kept records of its lanes, from the lanes in a manifest.</summary>
/// <param name="manifest">The manifest of the file; null if it has none.</param>
/// <param name="clock">Converts its times.</param>
/// <param name="seen">The events of the file.</param>
internal sealed class LaneCoverage(SnapshotManifest? manifest, NetTraceClock clock, EventTally seen)
{
    /// <summary>A lane begins after the sessions, and is complete until a moment before the end.</summary>
    private const double MaxMissingSeconds = 1;

    /// <summary>The coverage of the records of a lane.</summary>
    /// <param name="kind">The lane.</param>
    /// <param name="isRecord">Whether the events of a row are its records.</param>
    public Coverage Of(LaneKind kind, Func<MetadataRow, bool> isRecord)
    {
        ManifestLane[] lanes = [.. (manifest?.Lanes ?? []).Where(lane => lane.Kind == kind)];
        TimeRange[] spans = [.. lanes.Select(SpanOf).Where(span => span.Nanoseconds > 0)];
        if (spans.Length == 0)
        {
            // Other recorders write no manifest, and a lane without a known end can have records.
            return seen.Any(isRecord) ? new Coverage(CoverageState.Partial, null)
                : manifest is null ? Coverage.Unknown
                : new Coverage(CoverageState.NotRecorded, []);
        }

        double missing = (clock.Extent.End.Nanoseconds - spans.Sum(span => (double)span.Nanoseconds)) / 1e9;
        return new Coverage(missing <= MaxMissingSeconds ? CoverageState.Whole : CoverageState.Partial, spans);
    }

    private TimeRange SpanOf(ManifestLane lane) => new(
        TraceTime.Max(TraceTime.Start, clock.ToTime(lane.FromUtc)),
        clock.ToTime(lane.ToUtc),
        IsOpenAtStart: false,
        IsOpenAtEnd: false);
}
