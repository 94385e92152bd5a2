using System.Net.Sockets;
using Contrail.Discovery;
using Contrail.Ipc;
using Contrail.Processes;
using Contrail.Sources;

namespace Contrail.Agent.Doctor;

/// <summary>Looks at a process, and asks its runtime one question, which a runtime answers in a millisecond.</summary>
internal static class ProcessExamination
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(2);

    /// <summary>The runtime's name for the threads that serve its sessions.</summary>
    private const string SessionThread = ".NET EventPipe";

    public static ProcessInspection Examine(int pid)
    {
        ProcDirectory proc = new();
        EndpointSearch search = new();
        DiagnosticEndpoint endpoint = search.Find(pid);
        ProcessInspection signs = new() { Pid = pid, Status = endpoint.Status, OwnUid = proc.OwnUid() };
        if (proc.Stat(pid) is not { IsDead: false } stat || proc.Status(pid) is not { } status)
        {
            return signs with { Status = Attachability.NoSuchProcess };
        }

        DiagnosticSettings? settings = proc.Settings(pid);
        signs = signs with
        {
            Detail = endpoint.Detail,
            Uid = status.EffectiveUid,
            Runtime = proc.RuntimeIn(pid),
            InnermostPid = status.InnermostPid,
            SharesMounts = proc.Namespace(pid, "mnt") is { } theirs
                && proc.Namespace(Environment.ProcessId, "mnt") is { } ours ? theirs == ours : null,
            OwnFolder = DirectoryInspection.WithoutSlash(Path.GetTempPath()),
            Settings = settings,
            Folder = settings is null
                ? DirectoryState.Unknown
                : DirectoryInspection.Of(proc, pid, settings.TemporaryDirectory, status.EffectiveUid),
            SocketWasRemoved = endpoint.Status == Attachability.DiagnosticsDisabled
                && search.IsListening(new TargetIdentity(pid, status.InnermostPid, status.EffectiveUid), stat),
            IsStopped = stat.IsStopped,
            IsGo = endpoint.Status == Attachability.NotDotNet && GoProgram.IsIn(proc, pid),
            HasNoEventSources = RuntimeConfig.TurnsEventSourcesOff(proc, pid, AnswerTimeout),
            ThreadCount = Math.Max(1, stat.ThreadCount),
            SessionCount = Math.Max(0, proc.ThreadsNamed(pid, SessionThread) - 1),
            CompiledCodeBytes = proc.CompiledCodeBytes(pid),
            MemoryLimitBytes = MemoryLimit.Of(pid),
        };
        return signs.IsStopped || endpoint.Socket is not { } socket ? signs : Ask(signs, socket);
    }

    private static ProcessInspection Ask(ProcessInspection signs, TargetSocket socket)
    {
        try
        {
            DiagnosticClient client = new DiagnosticClient(socket).Until(Deadline.In(AnswerTimeout));
            TargetDescription described = client.Describe();
            return signs with { RuntimeVersion = described.RuntimeVersion, RuntimeMajor = described.RuntimeMajor };
        }
        catch (UntrustedPeerException refused)
        {
            return signs with { Status = Attachability.SocketRefused, Detail = refused.Message };
        }
        catch (Exception failed) when (failed is TimeoutException or IOException or SocketException
            or InvalidDataException)
        {
            return signs with { Silence = failed.Message };
        }
    }
}
