namespace Contrail.Ipc;

/// <summary>
/// What a session shall deliver. The newest runtimes can do all of it; see <see cref="SessionConcessions"/>.
/// </summary>
internal sealed record SessionRequest
{
    /// <summary>The most the runtime may hold for us while we do not read, in MiB; 1 to 4095.</summary>
    public required int BufferMegabytes { get; init; }

    /// <summary>Whether events include the stack of their thread.</summary>
    public bool Stackwalk { get; init; } = true;

    /// <summary>What the runtime lists of itself when the session ends; 0 for nothing.</summary>
    public ulong RundownKeywords { get; init; }

    /// <summary>At least one.</summary>
    public required IReadOnlyList<EventPipeProvider> Providers { get; init; }
}
