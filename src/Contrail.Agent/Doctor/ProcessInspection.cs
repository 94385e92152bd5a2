using Contrail.Processes;

namespace Contrail.Agent.Doctor;

/// <summary>What can be seen of a process from outside, all at about one moment.</summary>
internal sealed record ProcessInspection
{
    public required int Pid { get; init; }

    public required Attachability Status { get; init; }

    /// <summary>What is known of the endpoint beyond its status; null if nothing is.</summary>
    public string? Detail { get; init; }

    public uint? OwnUid { get; init; }

    public uint? Uid { get; init; }

    public RuntimePresence Runtime { get; init; }

    /// <summary>The pid in its own pid namespace.</summary>
    public int InnermostPid { get; init; }

    /// <summary>Null where one of the two cannot be seen.</summary>
    public bool? SharesMounts { get; init; }

    /// <summary>The folder where we look first.</summary>
    public string OwnFolder { get; init; } = "/tmp";

    /// <summary>Null when its environment may not be read.</summary>
    public DiagnosticSettings? Settings { get; init; }

    /// <summary>The state of the folder for its socket.</summary>
    public DirectoryState Folder { get; init; }

    /// <summary>Whether the kernel knows a socket of it whose file is gone.</summary>
    public bool SocketWasRemoved { get; init; }

    public bool IsStopped { get; init; }

    /// <summary>Whether it is a program that Go's compiler made.</summary>
    public bool IsGo { get; init; }

    /// <summary>Whether it was built without event sources.</summary>
    public bool HasNoEventSources { get; init; }

    public int ThreadCount { get; init; }

    /// <summary>What it answered; null when it was not asked or did not.</summary>
    public string? RuntimeVersion { get; init; }

    public int RuntimeMajor { get; init; }

    /// <summary>Why there is no answer; null when there is one, or nobody was asked.</summary>
    public string? Silence { get; init; }

    /// <summary>Sessions that are open now, ours and anybody's.</summary>
    public int SessionCount { get; init; }

    public long CompiledCodeBytes { get; init; }

    public long? MemoryLimitBytes { get; init; }
}
