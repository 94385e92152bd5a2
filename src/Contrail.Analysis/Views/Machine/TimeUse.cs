namespace Contrail.Analysis.Views.Machine;

/// <summary>On what the time of a process goes.</summary>
internal enum TimeUse
{
    /// <summary>Unknown.</summary>
    Unknown = 0,

    /// <summary>Threads ran outside of the kernel.</summary>
    User,

    /// <summary>Threads ran in the kernel.</summary>
    System,

    /// <summary>Threads were ready to run, and had no processor.</summary>
    Waiting,

    /// <summary>Threads waited for something else, or had nothing to do.</summary>
    Blocked,

    /// <summary>The quota of a control group stopped threads that were ready to run: a part of the waiting.</summary>
    Throttled,

    /// <summary>The runtime had stopped all threads: a part of the other times.</summary>
    Paused,
}
