using Contrail.Analysis.Model;

namespace Contrail.Analysis.Findings.Comparing;

/// <summary>How a range of a window differs from the rest. Immutable; safe from any thread.</summary>
/// <param name="Incident">The range.</param>
/// <param name="Past">What it was compared with.</param>
/// <param name="Differences">What differs significantly, the most important first.</param>
internal sealed record WindowChange(TimeRange Incident, TimeRange Past, IReadOnlyList<Difference> Differences)
{
    /// <summary>Values that were not compared, because there were too many different places, types or names.</summary>
    public long RejectedCount { get; init; }

    /// <summary>Whether what runs and waits are goroutines, not threads.</summary>
    public bool HasGoroutines { get; init; }

    /// <summary>The range of a window that differs the most from the time before it; null if nothing significant
    /// changed.</summary>
    public static WindowChange? Of(MeasuredSteps measured) => IncidentSearch.Find(measured);

    /// <summary>A range of a window against the time before it; against the time after it, if that is longer.</summary>
    public static WindowChange Of(MeasuredSteps measured, TimeRange incident)
    {
        TimeRange before = new(TraceTime.Start, incident.Start, false, false);
        TimeRange after = new(incident.End, measured.End, false, false);
        return Of(measured, incident, before.Nanoseconds >= after.Nanoseconds ? before : after);
    }

    /// <summary>A range of a window against the time before it.</summary>
    /// <param name="measured">The measures.</param>
    /// <param name="incident">The range.</param>
    /// <param name="only">What to compare; null for everything.</param>
    public static WindowChange Since(
        MeasuredSteps measured, TimeRange incident, IReadOnlySet<MeasureKey>? only = null) =>
        Of(measured, incident, new TimeRange(TraceTime.Start, incident.Start, false, false), only);

    /// <summary>A range of a window against the whole window of another file.</summary>
    public static WindowChange Of(MeasuredSteps past, MeasuredSteps measured, TimeRange incident)
    {
        TimeRange whole = new(TraceTime.Start, past.End, false, false);
        return new WindowChange(incident, whole, Comparison.Of(measured, incident, past, whole))
        {
            RejectedCount = measured.RejectedCount + past.RejectedCount,
            HasGoroutines = measured.HasGoroutines,
        };
    }

    private static WindowChange Of(
        MeasuredSteps measured, TimeRange incident, TimeRange past, IReadOnlySet<MeasureKey>? only = null) =>
        new(incident, past, Comparison.Of(measured, incident, measured, past, only))
        {
            RejectedCount = measured.RejectedCount,
            HasGoroutines = measured.HasGoroutines,
        };
}
