namespace Contrail.Analysis.Model;

/// <summary>The kinds of records that a view requires. An interpreter builds no others.</summary>
[Flags]
internal enum ModelNeeds
{
    /// <summary>No records.</summary>
    None = 0,

    /// <summary>Records of <see cref="Pause"/>.</summary>
    Pauses = 1,

    /// <summary>Records of <see cref="MarkPhase"/>.</summary>
    MarkPhases = 2,

    /// <summary>Records of <see cref="Region"/>.</summary>
    Regions = 4,

    /// <summary>Records of <see cref="TraceTask"/>.</summary>
    Tasks = 8,

    /// <summary>Records of <see cref="LogRecord"/>.</summary>
    Logs = 16,
}
