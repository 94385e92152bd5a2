using Contrail.Processes;

namespace Contrail.Agent.Doctor;

/// <summary>Facts about a process, observed from outside at about one moment.</summary>
internal sealed record ProcessInspection
{
    public required int Pid { get; init; }

    public required Attachability Status { get; init; }

    /// <summary>Details about the endpoint in addition to its status; null without any.</summary>
    public string? Detail { get; init; }

    public uint? OwnUid { get; init; }

    public uint? Uid { get; init; }

    public RuntimePresence Runtime { get; init; }

    /// <summary>The pid in its own pid namespace.</summary>
    public int InnermostPid { get; init; }

    /// <summary>Null if one of the two cannot be read.</summary>
    public bool? SharesMounts { get; init; }

    /// <summary>The folder that is searched first.</summary>
    public string OwnFolder { get; init; } = "/tmp";

    /// <summary>Null if its environment cannot be read.</summary>
    public DiagnosticSettings? Settings { get; init; }

    /// <summary>The state of the folder for its socket.</summary>
    public DirectoryState Folder { get; init; }

    /// <summary>Whether the kernel lists a socket of it whose file was removed.</summary>
    public bool SocketWasRemoved { get; init; }

    public bool IsStopped { get; init; }

    /// <summary>Whether it is a Go program.</summary>
    public bool IsGo { get; init; }

    /// <summary>Whether it was built without event sources.</summary>
    public bool HasNoEventSources { get; init; }

    public int ThreadCount { get; init; }

    /// <summary>The response of its runtime; null without one.</summary>
    public string? RuntimeVersion { get; init; }

    public int RuntimeMajor { get; init; }

    /// <summary>Whether its socket exists, and nothing listens there.</summary>
    public bool IsSocketAbandoned { get; init; }

    /// <summary>Why its runtime did not respond; null if it did, or if no request was sent.</summary>
    public string? Silence { get; init; }

    /// <summary>Whether the processors can be sampled; null if it was not tried.</summary>
    public CpuSampling? Sampling { get; init; }

    /// <summary>The number of open sessions of all tools.</summary>
    public int SessionCount { get; init; }

    public long CompiledCodeBytes { get; init; }

    public long? MemoryLimitBytes { get; init; }
}
