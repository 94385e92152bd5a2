using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Recording;

/// <summary>The events that are sent once and needed by later ones: a table.</summary>
internal static class EventRoles
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";

    private static readonly Dictionary<(string Provider, int EventId), EventRole> Roles = new()
    {
        // Type names: sent the first time that a type is mentioned.
        [(Runtime, 15)] = EventRole.Keep,
        // Threads with their managed and operating system's ids, and their ends.
        [(Runtime, 85)] = EventRole.Begin,
        [(Runtime, 86)] = EventRole.End,
        // Waits for locks, events and semaphores.
        [(Runtime, 81)] = EventRole.Wait,
        [(Runtime, 301)] = EventRole.Wait,
        // Runtime version and settings: sent at the start.
        [(Runtime, 187)] = EventRole.Keep,
        [(Runtime, 280)] = EventRole.Keep,
        [(NetTraceFormat.MarkerProvider, NetTraceFormat.MarkerEventId)] = EventRole.Marker,
    };

    public static EventRole Of(MetadataRow row) =>
        Roles.GetValueOrDefault((row.Provider, row.EventId), EventRole.None);
}
