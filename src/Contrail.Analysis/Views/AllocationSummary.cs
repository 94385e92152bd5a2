namespace Contrail.Analysis.Views;

/// <summary>What was allocated, by the runtime's samples: one for each 100 KB or so, with the type that reached it.
/// </summary>
internal sealed record AllocationSummary
{
    /// <summary>Samples.</summary>
    public required long Count { get; init; }

    /// <summary>Bytes allocated between them, of all types.</summary>
    public required long Bytes { get; init; }

    /// <summary>The ten types with the most sampled bytes, of the first 1,000; the count is bytes.</summary>
    public required IReadOnlyList<NamedCount> Types { get; init; }
}
