using Contrail.EventPipe;

namespace Contrail;

/// <summary>What to record of a .NET process.</summary>
public sealed record EventPipeOptions
{
    /// <summary>Which events.</summary>
    public Profile Profile { get; init; } = Profile.Default;

    /// <summary>When to step to a cheaper profile, and back; null never does.</summary>
    public GovernorOptions? Governor { get; init; } = new();

    /// <summary>Whether to ask, when attaching late, for the methods compiled before.</summary>
    public RundownMode Rundown { get; init; } = RundownMode.Auto;

    /// <summary>
    /// How long a source that launches or listens waits for a program to connect; 30 seconds if not said.
    /// </summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long attaching waits for the runtime's answers, together: more than zero, at most a day. A runtime answers
    /// in milliseconds, unless its process or the machine is busy. Default: 3.5 seconds; 15 at least for the process
    /// that the recorder is in.
    /// </summary>
    public TimeSpan AttachTimeout { get; init; } = TimeSpan.FromSeconds(3.5);

    /// <summary>Whether nothing was compiled before the sessions are opened.</summary>
    internal bool FromStart { get; init; }

    /// <summary>
    /// The runtime's buffer in MiB; chosen by <see cref="SessionBuffer"/> when null. One too small loses events, which
    /// is what tests want it for.
    /// </summary>
    internal int? BufferMegabytes { get; init; }

    /// <summary>Throws if they cannot be.</summary>
    internal void Validate()
    {
        Governor?.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(AttachTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(AttachTimeout, TimeSpan.FromDays(1));
    }
}
