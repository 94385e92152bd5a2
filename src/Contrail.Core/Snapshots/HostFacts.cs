namespace Contrail;

/// <summary>Describes the machine of a recorded process. Immutable.</summary>
/// <param name="Name">The host name; empty if unknown.</param>
/// <param name="Processors">The number of processors available to the process; 0 if unknown.</param>
public sealed record HostFacts(string Name, int Processors)
{
    /// <summary>The value where nothing is known.</summary>
    public static HostFacts Unknown { get; } = new("", 0);
}
