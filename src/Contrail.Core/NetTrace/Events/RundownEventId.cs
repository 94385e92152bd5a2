namespace Contrail.Core.NetTrace.Events;

/// <summary>
/// The event ids of <see cref="RuntimeProvider.RundownName"/> for what exists when a session ends ("End") or, rarely,
/// begins ("Start"). Each carries the payload of the runtime's own event of the same kind, version for version.
/// </summary>
internal static class RundownEventId
{
    /// <summary>A method that had code at the start; without its name.</summary>
    public const int MethodStart = 141;

    /// <summary>A method that has code at the end; without its name.</summary>
    public const int MethodEnd = 142;

    /// <summary>A method that had code at the start.</summary>
    public const int MethodStartVerbose = 143;

    /// <summary>A method that has code at the end.</summary>
    public const int MethodEndVerbose = 144;

    /// <summary>The end of a complete list of what existed at the start.</summary>
    public const int StartComplete = 145;

    /// <summary>The end of a complete list of what exists at the end.</summary>
    public const int EndComplete = 146;

    /// <summary>A module that was in an application domain at the start.</summary>
    public const int DomainModuleStart = 151;

    /// <summary>A module that is in an application domain at the end.</summary>
    public const int DomainModuleEnd = 152;

    /// <summary>A module that was loaded at the start.</summary>
    public const int ModuleStart = 153;

    /// <summary>A module that is loaded at the end.</summary>
    public const int ModuleEnd = 154;

    /// <summary>An assembly that was loaded at the start.</summary>
    public const int AssemblyStart = 155;

    /// <summary>An assembly that is loaded at the end.</summary>
    public const int AssemblyEnd = 156;

    /// <summary>An application domain that existed at the start.</summary>
    public const int AppDomainStart = 157;

    /// <summary>An application domain that exists at the end.</summary>
    public const int AppDomainEnd = 158;

    /// <summary>Whether the event ends a rundown; a rundown without it may be incomplete.</summary>
    public static bool IsComplete(int rundownId) => rundownId is StartComplete or EndComplete;

    /// <summary>The runtime's own event id for the subject of a rundown event; null if it is not a load.</summary>
    public static int? ToRuntime(int rundownId) => rundownId switch
    {
        MethodStart or MethodEnd => RuntimeEventId.MethodLoad,
        MethodStartVerbose or MethodEndVerbose => RuntimeEventId.MethodLoadVerbose,
        DomainModuleStart or DomainModuleEnd => RuntimeEventId.DomainModuleLoad,
        ModuleStart or ModuleEnd => RuntimeEventId.ModuleLoad,
        AssemblyStart or AssemblyEnd => RuntimeEventId.AssemblyLoad,
        AppDomainStart or AppDomainEnd => RuntimeEventId.AppDomainLoad,
        _ => null,
    };

    /// <summary>The event id of the end rundown for what this event loaded, or null.</summary>
    public static int? FromRuntime(int runtimeId) => runtimeId switch
    {
        RuntimeEventId.MethodLoad => MethodEnd,
        RuntimeEventId.MethodLoadVerbose => MethodEndVerbose,
        RuntimeEventId.DomainModuleLoad => DomainModuleEnd,
        RuntimeEventId.ModuleLoad => ModuleEnd,
        RuntimeEventId.AssemblyLoad => AssemblyEnd,
        RuntimeEventId.AppDomainLoad => AppDomainEnd,
        _ => null,
    };
}
