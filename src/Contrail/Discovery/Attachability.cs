namespace Contrail;

/// <summary>States whether a process can be recorded, or why not.</summary>
public enum Attachability
{
    /// <summary>The process was not examined.</summary>
    Unknown = 0,

    /// <summary>The process has an accessible diagnostic socket.</summary>
    Ready,

    /// <summary>The process does not exist, or has exited.</summary>
    NoSuchProcess,

    /// <summary>The process does not contain a .NET runtime.</summary>
    NotDotNet,

    /// <summary>The diagnostics of its runtime are disabled.</summary>
    DiagnosticsDisabled,

    /// <summary>The process belongs to another user, or cannot be inspected.</summary>
    OtherUser,

    /// <summary>The file with the name of its socket is a link or belongs to another user.</summary>
    SocketRefused,

    /// <summary>The process is starting; try again later.</summary>
    NotYet,
}
