namespace Contrail.Tests.Support;

/// <summary>A kind of event with its payload; <see cref="NetTraceFile"/> writes the row that describes it.</summary>
internal sealed record FileEvent(string Provider, int EventId, int Version, byte[] Payload)
{
    /// <summary>The runtime's own events have no name in a file.</summary>
    public string Name { get; init; } = "";

    /// <summary>The description of its fields in the row; without one, the row has none.</summary>
    public byte[] Description { get; init; } = [0, 0, 0, 0];

    /// <summary>The activity in which it is written.</summary>
    public Guid Activity { get; init; }
}
