namespace Contrail;

/// <summary>
/// A file that belongs beside a snapshot's trace, where the trace itself has no place for what is in it.
/// </summary>
/// <param name="Suffix">What is appended to the name of the trace's file.</param>
/// <param name="Parts">The file's bytes, in order. They live as long as the snapshot.</param>
public sealed record SnapshotCompanion(string Suffix, IReadOnlyList<ReadOnlyMemory<byte>> Parts)
{
    /// <summary>The suffix of a manifest in JSON.</summary>
    public const string ManifestSuffix = ".json";

    /// <summary>
    /// The suffix of what came of the generation in which the stream broke off. It is no trace: tables that its events
    /// refer to are missing.
    /// </summary>
    public const string TornSuffix = ".torn";

    /// <summary>
    /// The suffix of a trace of what was held from before a gap, which no trace can have with what is behind.
    /// </summary>
    public const string EarlierSuffix = ".earlier.trace";
}
