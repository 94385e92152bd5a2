using System.Globalization;
using System.Text;
using Contrail.Ipc;
using Contrail.Processes;

namespace Contrail.Discovery;

/// <summary>
/// Finds the endpoints of processes. A socket is a candidate only when the start time in its name is that of the
/// process, because sockets of killed processes stay and pids are used again, and when it is a socket that the
/// process's user owns. Safe for concurrent use; for one listing, because the kernel's list of sockets is read once.
/// </summary>
internal sealed class EndpointSearch
{
    /// <summary>Far more than a runtime needs from its mapping to its socket, also on a busy machine.</summary>
    private static readonly TimeSpan StartingTime = TimeSpan.FromSeconds(2);

    private readonly ProcDirectory _proc;
    private readonly IReadOnlyList<string> _temporaryDirectories;
    private readonly Func<string, SocketFile?> _inspect;
    private readonly UnixSocketIndex _kernelSockets;
    private readonly uint? _ownUid;

    /// <summary>Of this machine.</summary>
    public EndpointSearch()
        : this(new ProcDirectory(), [Path.GetTempPath(), "/tmp"], SocketFile.Of)
    {
    }

    /// <param name="proc">The processes.</param>
    /// <param name="temporaryDirectories">The directories that are searched first.</param>
    /// <param name="inspect">Returns the file at a path; null without one.</param>
    public EndpointSearch(
        ProcDirectory proc, IReadOnlyList<string> temporaryDirectories, Func<string, SocketFile?> inspect)
    {
        _proc = proc;
        _temporaryDirectories = temporaryDirectories;
        _inspect = inspect;
        _kernelSockets = new UnixSocketIndex(proc);
        _ownUid = proc.OwnUid();
    }

    public DiagnosticEndpoint Find(int pid)
    {
        if (_proc.Stat(pid) is not { IsDead: false } stat
            || _proc.Status(pid) is not { } status
            || status.LeaderPid != pid)
        {
            return new DiagnosticEndpoint(pid, Attachability.NoSuchProcess);
        }

        TargetIdentity target = new(pid, status.InnermostPid, status.EffectiveUid);
        List<string> paths = [];
        string? refusal = null;
        foreach (string path in CandidatePaths(target, stat).Distinct())
        {
            if (_inspect(path) is { } file && (target.Refuse(path, file) ?? Add(paths, path)) is { } why)
            {
                refusal ??= why;
            }
        }

        return paths.Count == 0 ? WithoutSocket(target, stat, refusal)
            : _ownUid == 0 || _ownUid == target.Uid
                ? new DiagnosticEndpoint(pid, Attachability.Ready) { Socket = new TargetSocket(target, paths) }
                : new DiagnosticEndpoint(pid, Attachability.OtherUser) { HasForeignSocket = true };
    }

    /// <summary>Whether the kernel lists a bound socket of the process, wherever its file was.</summary>
    public bool IsListening(TargetIdentity target, ProcStat stat) =>
        SocketNames(target.InnermostPid, stat, BoottimeAhead(target.Pid))
            .Any(name => _kernelSockets.PathsOf(target.Pid, name).Any());

    /// <summary>Whether a socket of that file name is bound in the network namespace of a process.</summary>
    public bool IsBound(int pid, string fileName) => _kernelSockets.PathsOf(pid, fileName).Any();

    private static string? Add(List<string> paths, string path)
    {
        paths.Add(path);
        return null;
    }

    private DiagnosticEndpoint WithoutSocket(TargetIdentity target, ProcStat stat, string? refusal)
    {
        int pid = target.Pid;
        bool isYoung = _proc.Age(stat) < StartingTime;
        RuntimePresence runtime = _proc.RuntimeIn(pid);
        DiagnosticEndpoint found = runtime switch
        {
            RuntimePresence.Unreadable => Unreadable(pid),
            RuntimePresence.HostOnly => new DiagnosticEndpoint(pid, Attachability.NotYet),
            RuntimePresence.Runtime when refusal is not null => new DiagnosticEndpoint(pid, Attachability.SocketRefused)
            {
                Detail = $"Process {pid} cannot be recorded: {refusal}. Remove that file if it is not needed, and "
                    + "restart the process.",
            },
            RuntimePresence.Runtime when LongPath(target, stat) is { } longPath =>
                new DiagnosticEndpoint(pid, Attachability.DiagnosticsDisabled) { Detail = longPath },
            RuntimePresence.Runtime => new DiagnosticEndpoint(
                pid, isYoung ? Attachability.NotYet : Attachability.DiagnosticsDisabled),
            _ => new DiagnosticEndpoint(pid, Attachability.NotDotNet),
        };

        // A process that ended while we looked has neither mappings nor sockets, and would be called "not .NET".
        return _proc.Stat(pid) is { IsDead: false } still && still.StartTicks == stat.StartTicks
            ? found
            : new DiagnosticEndpoint(pid, Attachability.NoSuchProcess);
    }

    private DiagnosticEndpoint Unreadable(int pid) => new(pid, Attachability.OtherUser)
    {
        Detail = _ownUid != 0 ? null : $"Process {pid} cannot be inspected, not even by root: it is protected, or "
            + "belongs to another user namespace. Run contrail where that process was started.",
    };

    private string? LongPath(TargetIdentity target, ProcStat stat)
    {
        if (_proc.Settings(target.Pid) is not { } settings)
        {
            return null;
        }

        string path = $"{settings.TemporaryDirectory}/{SocketName(target.InnermostPid, stat.StartTicks)}";
        int pathBytes = Encoding.UTF8.GetByteCount(path);
        return pathBytes <= IpcSocket.MaxPathBytes ? null
            : $"Process {target.Pid} cannot listen: the path of its socket would have {pathBytes} bytes, and the "
                + $"operating system allows {IpcSocket.MaxPathBytes}. Restart it with a shorter TMPDIR.";
    }

    private IEnumerable<string> CandidatePaths(TargetIdentity target, ProcStat stat)
    {
        int pid = target.Pid;
        TimeSpan ahead = BoottimeAhead(pid);
        foreach (string directory in _temporaryDirectories)
        {
            foreach (string name in SocketNames(pid, stat, ahead))
            {
                yield return Path.Combine(directory, name);
            }
        }

        foreach (string innermostName in SocketNames(target.InnermostPid, stat, ahead))
        {
            // In a container the process has its own /tmp and its own number.
            yield return Path.Combine(_proc.TemporaryDirectory(pid), innermostName);

            // With a TMPDIR of its own, only the kernel's list of bound sockets has the place.
            foreach (string path in _kernelSockets.PathsOf(pid, innermostName))
            {
                yield return path;
                yield return _proc.InRootOf(pid, path);
            }
        }
    }

    // In a time namespace a process reads another start time of itself than we do. Both are rounded down.
    private static IEnumerable<string> SocketNames(int pid, ProcStat stat, TimeSpan ahead)
    {
        long shift = (long)Math.Floor(ahead.TotalSeconds * ProcStat.TicksPerSecond);
        yield return SocketName(pid, unchecked(stat.StartTicks + (ulong)shift));
        if (ahead != TimeSpan.Zero)
        {
            yield return SocketName(pid, unchecked(stat.StartTicks + (ulong)(shift + 1)));
        }
    }

    private TimeSpan BoottimeAhead(int pid) => TimeOffsets.Ahead(_proc, pid).Boottime;

    private static string SocketName(int pid, ulong startTicks) =>
        string.Create(CultureInfo.InvariantCulture, $"dotnet-diagnostic-{pid}-{startTicks}-socket");
}
