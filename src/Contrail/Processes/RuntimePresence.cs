namespace Contrail.Processes;

/// <summary>Whether the mappings of a process show a .NET runtime.</summary>
internal enum RuntimePresence
{
    /// <summary>No part of .NET is mapped.</summary>
    None,

    /// <summary>The mappings may not be read.</summary>
    Unreadable,

    /// <summary>The program that looks for the runtime is there, the runtime is not yet.</summary>
    HostOnly,

    /// <summary>The runtime is mapped.</summary>
    Runtime,
}
