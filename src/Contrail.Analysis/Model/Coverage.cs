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

    /// <summary>For how much of the window, in seconds; null where that is unknown.</summary>
    public double? RecordedSeconds => Spans?.Sum(span => span.Nanoseconds / 1e9);
}
