namespace Contrail.Sources.EventPipe;

/// <summary>What to record of a .NET process.</summary>
public sealed record EventPipeOptions
{
    /// <summary>Which events.</summary>
    public Profile Profile { get; init; } = Profile.Default;

    /// <summary>Whether to ask, when attaching late, for the methods compiled before.</summary>
    public RundownMode Rundown { get; init; } = RundownMode.Auto;

    /// <summary>
    /// The runtime's buffer in MiB; chosen by <see cref="SessionBuffer"/> when null. One too small loses events, which
    /// is what tests want it for.
    /// </summary>
    internal int? BufferMegabytes { get; init; }
}
