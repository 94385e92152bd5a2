namespace Contrail.Analysis.Views.Catalog;

/// <summary>What a call does with a lock.</summary>
internal enum LockUse
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It locks or unlocks a lock for one.</summary>
    Locks,

    /// <summary>It locks or unlocks for reading.</summary>
    Reads,

    /// <summary>It locks or unlocks for writing.</summary>
    Writes,
}
