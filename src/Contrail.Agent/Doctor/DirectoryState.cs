namespace Contrail.Agent.Doctor;

/// <summary>States whether a socket can be created in a folder.</summary>
internal enum DirectoryState
{
    /// <summary>The folder cannot be inspected.</summary>
    Unknown,

    /// <summary>No problem was found.</summary>
    Usable,

    /// <summary>The folder does not exist.</summary>
    Missing,

    /// <summary>The folder is on a read-only file system.</summary>
    ReadOnly,

    /// <summary>Write access is restricted, and the process is not root.</summary>
    Restricted,
}
