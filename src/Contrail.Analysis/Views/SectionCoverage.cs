namespace Contrail.Analysis.Views;

/// <summary>Whether the events of a section of a summary were recorded, and for how long.</summary>
/// <param name="State">Whether they were recorded.</param>
/// <param name="RecordedSeconds">For how much of the window; null where that is unknown.</param>
internal sealed record SectionCoverage(SectionState State, double? RecordedSeconds)
{
    /// <summary>Where nothing is known.</summary>
    public static SectionCoverage Unknown { get; } = new(SectionState.Unknown, null);
}
