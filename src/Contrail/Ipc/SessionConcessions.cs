namespace Contrail.Ipc;

/// <summary>What was asked of a session and could not be said to an older runtime.</summary>
[Flags]
internal enum SessionConcessions
{
    None = 0,

    /// <summary>Stacks come although they were not wanted (.NET 8).</summary>
    StacksCome = 1,

    /// <summary>All events of a provider come although a filter was set (.NET 8 and 9).</summary>
    FiltersDropped = 2,

    /// <summary>The runtime's default rundown comes in place of the chosen keywords (.NET 8).</summary>
    RundownIsDefault = 4,
}
