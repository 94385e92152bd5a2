namespace Contrail.Analysis.Model;

/// <summary>
/// For each kind of record, whether its events were recorded. Without this a count of 0 is no statement about the
/// process. Complete after the last
/// record: a gap in a trace changes it.
/// </summary>
internal sealed class TraceCoverage(IReadOnlyDictionary<ModelNeeds, Coverage> byKind)
{
    private static readonly Coverage NotRecorded = new(CoverageState.NotRecorded, []);

    /// <summary>Nothing is known about any kind.</summary>
    public static TraceCoverage Unknown { get; } = new(new Dictionary<ModelNeeds, Coverage>());

    /// <summary>The kinds that the format of the trace does not have: no recording contains them.</summary>
    public ModelNeeds Foreign { get; init; }

    /// <summary>The coverage of one kind.</summary>
    public Coverage Of(ModelNeeds kind) =>
        (Foreign & kind) != ModelNeeds.None ? NotRecorded : byKind.GetValueOrDefault(kind, Coverage.Unknown);
}
