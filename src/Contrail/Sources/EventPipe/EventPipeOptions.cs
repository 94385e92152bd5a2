namespace Contrail.Sources.EventPipe;

/// <summary>What to record of a .NET process.</summary>
public sealed record EventPipeOptions
{
    /// <summary>Which events.</summary>
    public Profile Profile { get; init; } = Profile.Default;

    /// <summary>When to step to a cheaper profile, and back; null never does.</summary>
    public GovernorOptions? Governor { get; init; } = new();

    /// <summary>Whether to ask, when attaching late, for the methods compiled before.</summary>
    public RundownMode Rundown { get; init; } = RundownMode.Auto;
}
