using System.Globalization;
using Contrail.Discovery;
using Contrail.EventPipe;
using Contrail.Machine;
using Contrail.Processes;

namespace Contrail.Agent.Doctor;

/// <summary>Inspects the machine or container that contrail runs on.</summary>
internal static class HostExamination
{
    /// <summary>The inode number of the initial pid namespace in every kernel with namespaces.</summary>
    private const string FirstPidNamespace = "pid:[4026531836]";

    private const string SocketPrefix = "dotnet-diagnostic-";

    public static HostInspection Examine()
    {
        ProcDirectory proc = new();
        int own = Environment.ProcessId;
        uint? uid = proc.OwnUid();
        string folder = DirectoryInspection.WithoutSlash(Path.GetTempPath());
        bool hasProc = proc.Stat(own) is not null;
        string? pidNamespace = proc.Namespace(own, "pid");
        return new HostInspection
        {
            OwnVersion = Environment.Version,
            Uid = uid,
            Folder = folder,
            DirectoryState = DirectoryInspection.Of(proc, own, folder, uid ?? 0),
            OwnStatus = OwnRuntime.FindEndpoint().Status,
            TurnedOffBy = proc.Settings(own)?.TurnedOffBy,
            IsInPidNamespace = pidNamespace is null ? null : pidNamespace != FirstPidNamespace,
            Hidepid = uid == 0 ? null : proc.Mounts(own).Hidepid(),
            HasProc = hasProc,
            MaxPid = proc.MaxPid(),
            Sampling = SamplingProbe.Try(),
            LeftSocketCount = hasProc ? CountLeft(proc, folder) : 0,
            Targets = hasProc ? [.. TargetListing.Current().Where(target => target.Pid != own)] : [],
        };
    }

    // A socket belongs to the process whose start time is in its name. A socket of another pid namespace can contain
    // any pid: it is counted only if no process here has that pid and the socket belongs to the current user.
    private static int CountLeft(ProcDirectory proc, string folder)
    {
        try
        {
            EndpointSearch search = new();
            return Directory.EnumerateFiles(folder, SocketPrefix + "*-socket")
                .Count(path => IsLeft(proc, search, path));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private static bool IsLeft(ProcDirectory proc, EndpointSearch search, string path)
    {
        string[] words = Path.GetFileName(path)[SocketPrefix.Length..].Split('-');
        return words is [var pidText, var startText, _]
            && int.TryParse(pidText, NumberStyles.None, CultureInfo.InvariantCulture, out int pid)
            && ulong.TryParse(startText, NumberStyles.None, CultureInfo.InvariantCulture, out ulong start)
            && !search.IsBound(Environment.ProcessId, Path.GetFileName(path))
            && proc.Stat(pid)?.StartTicks != start;
    }
}
