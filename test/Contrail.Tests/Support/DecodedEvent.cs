namespace Contrail.Tests.Support;

/// <summary>An event as a reader decoded it, with its fields as text.</summary>
internal sealed record DecodedEvent(
    string Provider, int Id, string Name, ulong Thread, double Milliseconds, Guid Activity, Guid Related)
{
    public required IReadOnlyList<(string Name, string Value)> Fields { get; init; }
}
