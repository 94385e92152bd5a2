namespace Contrail.Agent.Keeping;

/// <summary>How many snapshots of a folder are kept. Without a limit, nothing is deleted. Immutable.</summary>
internal sealed record KeepingLimits
{
    /// <summary>The maximum number of snapshots; null for no limit.</summary>
    public int? MaxCount { get; init; }

    /// <summary>The maximum size of all snapshots; null for no limit.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>The maximum age of a snapshot; null for no limit.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>The minimum of free space; null for no limit.</summary>
    public FreeSpaceLimit? MinFree { get; init; }

    /// <summary>Whether anything may be deleted.</summary>
    public bool HasAny => MaxCount is not null || MaxBytes is not null || MaxAge is not null || MinFree is not null;
}
