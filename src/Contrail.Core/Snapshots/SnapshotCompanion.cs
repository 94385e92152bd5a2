namespace Contrail;

/// <summary>
/// Represents a file next to a snapshot's trace, for data that the trace format cannot contain. Immutable.
/// </summary>
/// <param name="Suffix">The suffix appended to the trace's file name.</param>
/// <param name="Parts">The file's bytes, in order. They are valid as long as the snapshot.</param>
public sealed record SnapshotCompanion(string Suffix, IReadOnlyList<ReadOnlyMemory<byte>> Parts)
{
    /// <summary>The suffix of a manifest in JSON.</summary>
    public const string ManifestSuffix = ".json";

    /// <summary>
    /// The suffix of the received part of the generation in which the stream broke off. It is not a trace: tables that
    /// its events refer to are missing.
    /// </summary>
    public const string TornSuffix = ".torn";

    /// <summary>
    /// The suffix of a trace of the history before a gap, which cannot be in one trace with the history after it.
    /// </summary>
    public const string EarlierSuffix = ".earlier.trace";

    /// <summary>The suffix of a nettrace file with the lanes, for traces that cannot contain them.</summary>
    public const string LanesSuffix = ".nettrace";

    /// <summary>
    /// Gets whether the snapshot is stored without this file if it cannot be written, which the manifest then reports.
    /// </summary>
    public bool IsOptional { get; init; }
}
