namespace Contrail.Agent.Keeping;

/// <summary>What prevents the index and the limits of a folder from being complete, as a set.</summary>
[Flags]
internal enum KeepingProblem
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Another process holds the index. The lines are written later.</summary>
    IndexInUse = 1,

    /// <summary>The index cannot be read or written.</summary>
    IndexFailed = 2,

    /// <summary>The index is not a regular file of this user.</summary>
    ForeignIndex = 4,

    /// <summary>Lines of the index are no descriptions of snapshots; they are removed.</summary>
    DamagedLines = 8,

    /// <summary>The index was too long; its older lines are removed.</summary>
    IndexTooLong = 16,

    /// <summary>A file cannot be deleted.</summary>
    NotDeleted = 32,

    /// <summary>The free space cannot be determined.</summary>
    FreeSpaceUnknown = 64,
}
