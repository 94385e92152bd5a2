
namespace Contrail.Agent.Doctor;

/// <summary>Facts about the machine or container that contrail runs on.</summary>
internal sealed record HostInspection
{
    public required Version OwnVersion { get; init; }

    public uint? Uid { get; init; }

    /// <summary>The folder for sockets of contrail and of programs started here.</summary>
    public required string Folder { get; init; }

    public DirectoryState DirectoryState { get; init; }

    /// <summary>Whether a program started with the same environment can be recorded.</summary>
    public Attachability OwnStatus { get; init; }

    /// <summary>The setting that disabled the diagnostics of contrail itself; null without one.</summary>
    public string? TurnedOffBy { get; init; }

    /// <summary>Whether only the processes of one container are visible; null if unknown.</summary>
    public bool? IsInPidNamespace { get; init; }

    /// <summary>The hidepid option of <c>/proc</c>; null without one.</summary>
    public string? Hidepid { get; init; }

    public bool HasProc { get; init; }

    public int? MaxPid { get; init; }

    /// <summary>Whether the processors can be sampled.</summary>
    public required CpuSampling Sampling { get; init; }

    /// <summary>The number of sockets of exited processes.</summary>
    public int LeftSocketCount { get; init; }

    /// <summary>The .NET processes except the current one.</summary>
    public IReadOnlyList<ListedTarget> Targets { get; init; } = [];
}
