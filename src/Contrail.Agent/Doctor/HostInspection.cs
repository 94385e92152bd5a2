
namespace Contrail.Agent.Doctor;

/// <summary>What can be seen of the place where we run.</summary>
internal sealed record HostInspection
{
    public required Version OwnVersion { get; init; }

    public uint? Uid { get; init; }

    /// <summary>Where we and what is started from here look for sockets.</summary>
    public required string Folder { get; init; }

    public DirectoryState DirectoryState { get; init; }

    /// <summary>Whether a program that is started as we were lets itself be recorded.</summary>
    public Attachability OwnStatus { get; init; }

    /// <summary>What turned our own diagnostics off; null when nothing did.</summary>
    public string? TurnedOffBy { get; init; }

    /// <summary>Whether we see the processes of one container only; null when that is not known.</summary>
    public bool? IsInPidNamespace { get; init; }

    /// <summary>How much <c>/proc</c> hides from us; null when nothing.</summary>
    public string? Hidepid { get; init; }

    public bool HasProc { get; init; }

    public int? MaxPid { get; init; }

    /// <summary>Sockets of processes that are gone.</summary>
    public int LeftSocketCount { get; init; }

    /// <summary>The .NET processes but for ours.</summary>
    public IReadOnlyList<ListedTarget> Targets { get; init; } = [];
}
