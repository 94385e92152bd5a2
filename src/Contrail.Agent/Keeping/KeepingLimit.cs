namespace Contrail.Agent.Keeping;

/// <summary>The limits of a folder of snapshots, as a set.</summary>
[Flags]
internal enum KeepingLimit
{
    /// <summary>No limit.</summary>
    None = 0,

    /// <summary>The number of snapshots.</summary>
    Count = 1,

    /// <summary>The size of all snapshots.</summary>
    Bytes = 2,

    /// <summary>The age of a snapshot.</summary>
    Age = 4,

    /// <summary>The free space of the file system.</summary>
    Free = 8,
}
