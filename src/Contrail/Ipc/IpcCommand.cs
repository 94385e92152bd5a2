namespace Contrail.Ipc;

/// <summary>
/// The commands of a runtime's diagnostics server: the command set in the high byte, the command in the low byte.
/// </summary>
internal enum IpcCommand
{
    /// <summary>Not a command.</summary>
    None = 0,

    /// <summary>Ends a session.</summary>
    StopTracing = 0x0201,

    /// <summary>Starts a session; .NET 5 and later. Always with stacks; rundown is all or nothing.</summary>
    CollectTracing2 = 0x0203,

    /// <summary>Starts a session; .NET 9 and later. Adds the choice of no stacks.</summary>
    CollectTracing3 = 0x0204,

    /// <summary>Starts a session; .NET 9 and later. Adds the choice of rundown keywords.</summary>
    CollectTracing4 = 0x0205,

    /// <summary>Starts a session; .NET 10 and later. Adds filters by event id.</summary>
    CollectTracing5 = 0x0206,

    /// <summary>Describes the process.</summary>
    Describe1 = 0x0400,

    /// <summary>Lets a runtime go on that waits at its start.</summary>
    ResumeRuntime = 0x0401,

    /// <summary>Gives the environment.</summary>
    Environment = 0x0402,

    /// <summary>Sets a variable of the environment.</summary>
    SetEnvironmentVariable = 0x0403,

    /// <summary>Describes the process; adds the entry assembly and the runtime's version.</summary>
    Describe2 = 0x0404,

    /// <summary>Loads an assembly and runs its start-up hook.</summary>
    ApplyStartupHook = 0x0407,

    /// <summary>Describes the process; adds the runtime identifier.</summary>
    Describe3 = 0x0408,
}
