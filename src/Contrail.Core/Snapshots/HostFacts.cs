namespace Contrail;

/// <summary>The machine that a process ran on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Processors">Processors the process had.</param>
public sealed record HostFacts(string Name, int Processors)
{
    /// <summary>The value where nothing is known.</summary>
    public static HostFacts Unknown { get; } = new("", 0);
}
