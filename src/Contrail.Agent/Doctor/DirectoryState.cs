namespace Contrail.Agent.Doctor;

/// <summary>Whether a socket can be made in a folder.</summary>
internal enum DirectoryState
{
    /// <summary>It cannot be looked at.</summary>
    Unknown,

    /// <summary>Nothing speaks against it.</summary>
    Usable,

    /// <summary>There is no such folder.</summary>
    Missing,

    /// <summary>It lies on a file system that nobody can write to.</summary>
    ReadOnly,

    /// <summary>Not everybody may write there, and the process is not root.</summary>
    Restricted,
}
