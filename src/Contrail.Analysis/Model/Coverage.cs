namespace Contrail.Analysis.Model;

/// <summary>Whether the events of a kind of record were recorded, and when.</summary>
/// <param name="State">Whether they were recorded.</param>
/// <param name="Spans">When, in the order of time; null where that is unknown.</param>
internal sealed record Coverage(CoverageState State, IReadOnlyList<TimeRange>? Spans)
{
    /// <summary>
    /// Whether events of some event sources were recorded: to which ones a program writes depends on its libraries, so
    /// that a count of 0 means nothing.
    /// </summary>
    public bool IsOfSomeSources { get; init; }

    /// <summary>Nothing is known.</summary>
    public static Coverage Unknown { get; } = new(CoverageState.Unknown, null);

    /// <summary>Whether the events were requested for the whole window or a part of it.</summary>
    public bool IsRequested => State is CoverageState.Whole or CoverageState.Partial;

    /// <summary>The coverage of what two ways of recording show: it is recorded when one of them is in force.</summary>
    public Coverage Or(Coverage other) =>
        State == CoverageState.Whole || other.State == CoverageState.NotRecorded ? this
        : other.State == CoverageState.Whole || State == CoverageState.NotRecorded ? other
        : new Coverage(
            IsRequested || other.IsRequested ? CoverageState.Partial : CoverageState.Unknown,
            Spans is null || other.Spans is null ? null : Joined([.. Spans, .. other.Spans]));

    /// <summary>For how much of the window, in seconds; null where that is unknown.</summary>
    public double? RecordedSeconds => Spans?.Sum(span => span.Nanoseconds / 1e9);

    // Spans that overlap count once.
    private static List<TimeRange> Joined(TimeRange[] spans)
    {
        List<TimeRange> joined = [];
        foreach (TimeRange span in spans.OrderBy(span => span.Start))
        {
            if (joined is [.., var last] && span.Start <= last.End)
            {
                joined[^1] = last with { End = TraceTime.Max(last.End, span.End) };
            }
            else
            {
                joined.Add(span);
            }
        }

        return joined;
    }
}
