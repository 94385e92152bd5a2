using System.Globalization;

namespace Contrail.Sources.Ipc;

/// <summary>
/// Where the runtime of a process listens, or why it does not. A socket is only believed when the start time in its
/// name is that of the process: sockets of killed processes stay, and pids are used again.
/// </summary>
/// <param name="Pid">The process asked for.</param>
/// <param name="Status">Whether there is an endpoint.</param>
/// <param name="SocketPath">The socket; null when there is none that we may use.</param>
/// <param name="HasForeignSocket">Whether there is one that we may not use.</param>
internal readonly record struct DiagnosticEndpoint(
    int Pid, Attachability Status, string? SocketPath = null, bool HasForeignSocket = false)
{
    /// <summary>Far more than a runtime needs from its mapping to its socket, also on a busy machine.</summary>
    private static readonly TimeSpan StartingTime = TimeSpan.FromSeconds(2);

    /// <summary>One line: what is the matter and what to do next.</summary>
    public string Explanation => Status switch
    {
        Attachability.Ready => $"Process {Pid} can be recorded.",
        Attachability.NoSuchProcess => $"There is no process {Pid}; list the running ones to find the right pid.",
        Attachability.NotDotNet => $"Process {Pid} runs no .NET runtime that can be recorded; if it is a script or "
            + "a launcher, record the .NET process that it started.",
        Attachability.DiagnosticsDisabled => $"Process {Pid} has its diagnostics turned off; start it without "
            + "DOTNET_EnableDiagnostics=0 and DOTNET_EnableDiagnostics_IPC=0 (or COMPlus_ for DOTNET_), and let it "
            + $"write to its temporary directory; 'contrail doctor --pid {Pid}' says which of these it is.",
        Attachability.OtherUser => $"Process {Pid} belongs to another user or may not be inspected; run as its user "
            + "or as root.",
        _ => $"Process {Pid} is still starting; try again in a second.",
    };

    /// <summary>Looks for the endpoint of a process.</summary>
    public static DiagnosticEndpoint Find(int pid) => Find(pid, new ProcDirectory(), OwnTemporaryDirectories());

    /// <summary>The same, with other places to look at.</summary>
    public static DiagnosticEndpoint Find(int pid, ProcDirectory proc, IEnumerable<string> temporaryDirectories)
    {
        if (proc.Stat(pid) is not { IsDead: false } stat
            || proc.Status(pid) is not { } status
            || status.LeaderPid != pid)
        {
            return new DiagnosticEndpoint(pid, Attachability.NoSuchProcess);
        }

        uint? ownUid = proc.OwnUid();
        bool mayConnect = ownUid == 0 || ownUid == status.EffectiveUid;
        string? socketPath = CandidatePaths(proc, pid, status.InnermostPid, stat.StartTicks, temporaryDirectories)
            .FirstOrDefault(File.Exists);
        if (socketPath is not null)
        {
            return mayConnect
                ? new DiagnosticEndpoint(pid, Attachability.Ready, socketPath)
                : new DiagnosticEndpoint(pid, Attachability.OtherUser, HasForeignSocket: true);
        }

        Attachability reason = proc.RuntimeIn(pid) switch
        {
            RuntimePresence.Unreadable => Attachability.OtherUser,
            RuntimePresence.HostOnly => Attachability.NotYet,
            RuntimePresence.Runtime => IsYoung(proc, stat) ? Attachability.NotYet : Attachability.DiagnosticsDisabled,
            _ => Attachability.NotDotNet,
        };

        // A process that ended while we looked has neither mappings nor sockets, and would be called "not .NET".
        bool isSameStill = proc.Stat(pid) is { IsDead: false } again && again.StartTicks == stat.StartTicks;
        return new DiagnosticEndpoint(pid, isSameStill ? reason : Attachability.NoSuchProcess);
    }

    /// <summary>Whether the kernel knows a bound socket of that name, wherever its file was.</summary>
    public static bool IsKnownToTheKernel(ProcDirectory proc, int innermostPid, ulong startTicks, int pid) =>
        proc.UnixSocketsNamed(pid, SocketName(innermostPid, startTicks)).Count > 0;

    private static IEnumerable<string> OwnTemporaryDirectories()
    {
        yield return Path.GetTempPath();
        yield return "/tmp";
    }

    private static IEnumerable<string> CandidatePaths(
        ProcDirectory proc, int pid, int innermostPid, ulong startTicks, IEnumerable<string> temporaryDirectories)
    {
        string name = SocketName(pid, startTicks);
        string innermostName = SocketName(innermostPid, startTicks);
        foreach (string directory in temporaryDirectories)
        {
            yield return Path.Combine(directory, name);
        }

        // In a container the process has its own /tmp and knows itself by another number.
        yield return Path.Combine(proc.TemporaryDirectory(pid), innermostName);

        // With a TMPDIR of its own, only the kernel's list of bound sockets tells the place.
        foreach (string path in proc.UnixSocketsNamed(pid, innermostName))
        {
            yield return path;
            yield return proc.InRootOf(pid, path);
        }
    }

    private static string SocketName(int pid, ulong startTicks) =>
        string.Create(CultureInfo.InvariantCulture, $"dotnet-diagnostic-{pid}-{startTicks}-socket");

    private static bool IsYoung(ProcDirectory proc, ProcStat stat) => proc.Age(stat) < StartingTime;
}
