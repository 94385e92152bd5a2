namespace Contrail.Agent.Keeping;

/// <summary>What was done in a folder of snapshots. Immutable.</summary>
internal sealed record KeepingOutcome
{
    /// <summary>Snapshots that were deleted.</summary>
    public int DeletedCount { get; init; }

    /// <summary>The size of their files.</summary>
    public long DeletedBytes { get; init; }

    /// <summary>The limits that are still exceeded, because the newest snapshots are kept.</summary>
    public KeepingLimit Unmet { get; init; }

    /// <summary>What prevented more.</summary>
    public KeepingProblem Problems { get; init; }

    /// <summary>The message of the latest failure of the file system; empty without one.</summary>
    public string Detail { get; init; } = "";
}
