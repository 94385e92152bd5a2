using System.Net.Sockets;
using Contrail.Discovery;
using Contrail.Ipc;
using Contrail.Machine;
using Contrail.Processes;

namespace Contrail.Agent.Doctor;

/// <summary>Inspects a process, and sends its runtime one request, which takes about a millisecond.</summary>
internal static class ProcessExamination
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(2);

    /// <summary>The name of the runtime's session threads.</summary>
    private const string SessionThread = ".NET EventPipe";

    public static ProcessInspection Examine(int pid)
    {
        ProcDirectory proc = new();
        EndpointSearch search = new();
        DiagnosticEndpoint endpoint = search.Find(pid);
        ProcessInspection facts = new() { Pid = pid, Status = endpoint.Status, OwnUid = proc.OwnUid() };
        if (proc.Stat(pid) is not { IsDead: false } stat || proc.Status(pid) is not { } status)
        {
            return facts with { Status = Attachability.NoSuchProcess };
        }

        DiagnosticSettings? settings = proc.Settings(pid);
        facts = facts with
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
        return facts.IsStopped || endpoint.Socket is not { } socket ? facts : Query(facts, socket);
    }

    private static ProcessInspection Query(ProcessInspection facts, TargetSocket socket)
    {
        try
        {
            DiagnosticClient client = new DiagnosticClient(socket).Until(Deadline.In(AnswerTimeout));
            TargetDescription described = client.Describe();
            return facts with
            {
                RuntimeVersion = described.RuntimeVersion,
                RuntimeMajor = described.RuntimeMajor,
                Sampling = SamplingProbe.Try(),
            };
        }
        catch (UntrustedPeerException refused)
        {
            return facts with { Status = Attachability.SocketRefused, Detail = refused.Message };
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
        {
            // The kernel refuses only if nothing listens at a socket; a runtime that is busy does not.
            return facts with { IsSocketAbandoned = true };
        }
        catch (Exception failed) when (failed is TimeoutException or IOException or SocketException
            or InvalidDataException)
        {
            return facts with { Silence = failed.Message };
        }
    }
}
