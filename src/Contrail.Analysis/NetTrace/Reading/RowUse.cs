namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>What the first reading of a file takes from the events of a row.</summary>
[Flags]
internal enum RowUse
{
    /// <summary>Only their number.</summary>
    None = 0,

    /// <summary>They are of a rundown.</summary>
    Rundown = 1,

    /// <summary>The names of managed code.</summary>
    Symbols = 1 << 1,

    /// <summary>Mappings and names of native code.</summary>
    Code = 1 << 2,

    /// <summary>The names of threads.</summary>
    NamedThreads = 1 << 3,

    /// <summary>Which thread had a managed id.</summary>
    ManagedThreads = 1 << 4,

    /// <summary>They are the recorder's description of the file.</summary>
    Own = 1 << 5,

    /// <summary>They are of the provider of those.</summary>
    OwnProvider = 1 << 6,

    /// <summary>They describe the process.</summary>
    Process = 1 << 7,

    /// <summary>They are not of the program: a rundown and the descriptions can be long after its last event.</summary>
    Late = 1 << 8,

    /// <summary>They do not show that their thread ran.</summary>
    NotRunning = 1 << 9,

    /// <summary>What threads are for.</summary>
    Roles = 1 << 10,
}
