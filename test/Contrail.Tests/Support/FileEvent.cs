namespace Contrail.Tests.Support;

/// <summary>A kind of event with its payload; <see cref="NetTraceFile"/> writes the row that describes it.</summary>
internal sealed record FileEvent(string Provider, int EventId, int Version, byte[] Payload)
{
    /// <summary>The runtime's own events have no name in a file.</summary>
    public string Name { get; init; } = "";
}
