namespace Contrail.Core.NetTrace.Events;

/// <summary>
/// The ids of <see cref="RuntimeProvider.RundownName"/> that the code uses by name. <see cref="RuntimeEvent.Rundown"/>
/// has those that repeat an event of the runtime.
/// </summary>
internal static class RundownEventId
{
    /// <summary>A thread that exists; the same at the start and at the end of a session.</summary>
    public const int Thread = 159;

    /// <summary>A method that has code when a session ends.</summary>
    public const int MethodEndVerbose = 144;

    /// <summary>A module that is in an application domain when a session ends.</summary>
    public const int DomainModuleEnd = 152;

    /// <summary>A module that is loaded when a session ends.</summary>
    public const int ModuleEnd = 154;

    /// <summary>The end of a complete list of what existed when a session began.</summary>
    public const int StartComplete = 145;

    /// <summary>The end of a complete list of what exists when a session ends.</summary>
    public const int EndComplete = 146;

    /// <summary>Whether the event ends a rundown; a rundown without it may be incomplete.</summary>
    public static bool IsComplete(int rundownId) => rundownId is StartComplete or EndComplete;
}
