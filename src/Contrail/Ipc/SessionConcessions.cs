namespace Contrail.Ipc;

/// <summary>The parts of a session request that an older runtime does not support.</summary>
[Flags]
internal enum SessionConcessions
{
    None = 0,

    /// <summary>Stacks are sent although they were not requested (.NET 8).</summary>
    StacksCome = 1,

    /// <summary>All events of a provider arrive although a filter was set (.NET 8 and 9).</summary>
    FiltersDropped = 2,

    /// <summary>The runtime writes its default rundown instead of the chosen keywords (.NET 8).</summary>
    RundownIsDefault = 4,
}
