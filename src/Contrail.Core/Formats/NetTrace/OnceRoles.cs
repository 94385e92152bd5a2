namespace Contrail.Core.Formats.NetTrace;

/// <summary>The events that come once although later ones need them: a table.</summary>
internal static class OnceRoles
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";

    private static readonly Dictionary<(string Provider, int EventId), OnceRole> Roles = new()
    {
        // Type names: sent the first time that a type is mentioned.
        [(Runtime, 15)] = OnceRole.Keep,
        // Threads with their managed and operating system's ids, and their ends.
        [(Runtime, 85)] = OnceRole.Begin,
        [(Runtime, 86)] = OnceRole.End,
        // Waits for locks, events and semaphores.
        [(Runtime, 81)] = OnceRole.Wait,
        [(Runtime, 301)] = OnceRole.Wait,
        // Runtime version and settings: sent at the start.
        [(Runtime, 187)] = OnceRole.Keep,
        [(Runtime, 280)] = OnceRole.Keep,
        [(NetTraceFormat.MarkerProvider, NetTraceFormat.MarkerEventId)] = OnceRole.Marker,
    };

    public static OnceRole Of(MetadataRow row) =>
        Roles.GetValueOrDefault((row.Provider, row.EventId), OnceRole.None);
}
