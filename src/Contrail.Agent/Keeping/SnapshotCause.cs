namespace Contrail.Agent.Keeping;

/// <summary>What requested a snapshot. An index contains the names in camel case.</summary>
internal enum SnapshotCause
{
    /// <summary>Not known to this version.</summary>
    Unknown = 0,

    /// <summary>A key or a signal; the name is the request, for example <c>SIGUSR1</c>.</summary>
    User,

    /// <summary>A trigger; the name is that of its rule.</summary>
    Trigger,

    /// <summary>The end of the recording or of the process; it has no name.</summary>
    End,
}
