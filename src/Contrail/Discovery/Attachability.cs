namespace Contrail;

/// <summary>Whether a process can be recorded, and if not, why.</summary>
public enum Attachability
{
    /// <summary>It has a diagnostics socket that we may use.</summary>
    Ready,

    /// <summary>There is no process of this id, or it has ended.</summary>
    NoSuchProcess,

    /// <summary>No .NET runtime is in it.</summary>
    NotDotNet,

    /// <summary>A runtime is in it that was told to listen to nobody.</summary>
    DiagnosticsDisabled,

    /// <summary>It belongs to another user, or may not be looked into.</summary>
    OtherUser,

    /// <summary>A socket carries its name and is not its own: a link, or another user's.</summary>
    SocketRefused,

    /// <summary>It is starting; ask again in a moment.</summary>
    NotYet,
}
