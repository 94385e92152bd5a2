namespace Contrail.Sources.Ipc;

/// <summary>A provider of events, and how much of it is wanted.</summary>
/// <param name="Name">The provider's name, such as <c>Microsoft-Windows-DotNETRuntime</c>; not empty.</param>
/// <param name="Keywords">The groups of events wanted, a bit each.</param>
/// <param name="Level">From 0 (log always) over 1 (critical) and 4 (informational) to 5 (verbose).</param>
/// <param name="Arguments">What the provider itself is given, <c>key=value;key=value</c>; null for nothing.</param>
/// <param name="Filter">Which of its events come; null for all.</param>
public sealed record TraceProvider(
    string Name,
    ulong Keywords,
    int Level,
    string? Arguments = null,
    EventIdFilter? Filter = null)
{
    /// <summary>The highest level there is: verbose.</summary>
    public const int LevelMax = 5;
}
