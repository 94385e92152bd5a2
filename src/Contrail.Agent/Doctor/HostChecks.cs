using static Contrail.Agent.Doctor.CheckResult;

namespace Contrail.Agent.Doctor;

/// <summary>Whether recording works from here at all.</summary>
internal static class HostChecks
{
    /// <summary>The path of a socket has 107 bytes; up to 45 are the runtime's own name for it.</summary>
    private const int MaxFolderChars = 107 - 45;

    private const int MinOwnMajor = 10;

    /// <summary>More are not told one by one.</summary>
    private const int MaxTold = 20;

    public static CheckResult Version(HostInspection signs) => signs.OwnVersion.Major >= MinOwnMajor
        ? Ok("version", $"Contrail runs on .NET {signs.OwnVersion}.")
        : Problem("version", $"Contrail runs on .NET {signs.OwnVersion}.", "Install the runtime of .NET 10.");

    public static CheckResult User(HostInspection signs) => signs.Uid switch
    {
        0 => Ok("user", "We are root: the processes of all users are in reach."),
        { } uid => Ok("user", $"We are user {uid}: processes of the same user are in reach; for others be root."),
        null => Problem("user", "Our own user cannot be read from /proc.", "Mount /proc: mount -t proc proc /proc"),
    };

    public static CheckResult Folder(HostInspection signs) => signs.DirectoryState switch
    {
        DirectoryState.Missing => Problem(
            "folder",
            $"The temporary folder {signs.Folder} does not exist: a .NET program started from here cannot listen.",
            "Make it, or set TMPDIR to one that exists."),
        DirectoryState.ReadOnly => Problem(
            "folder",
            $"The temporary folder {signs.Folder} is read-only: a .NET program started from here cannot listen.",
            "Mount a writable volume there, or set TMPDIR to a writable folder."),
        DirectoryState.Restricted => Ok("folder", $"The temporary folder {signs.Folder} is not for everybody."),
        _ => Ok("folder", $"Sockets are looked for in {signs.Folder}, and where the kernel knows of others."),
    };

    /// <summary>Whether a program with this environment can be recorded, by itself or by us.</summary>
    public static CheckResult Self(HostInspection signs) => (signs.OwnStatus, signs.TurnedOffBy) switch
    {
        (Attachability.Ready, _) => Ok("self", "A program with this environment can record itself."),
        (_, { } variable) => Problem(
            "self",
            $"{variable} is set here: a program with this environment can neither record itself nor be recorded.",
            "Unset it before you start the program."),
        _ when signs.Folder.Length > MaxFolderChars => Warning(
            "self",
            $"{signs.Folder} is too long for the path of a socket: a running program with this environment cannot be "
                + "recorded.",
            "Set TMPDIR to a shorter folder; a program that contrail starts is recorded in any case: "
                + "contrail record -- command"),
        _ => Problem(
            "self",
            "Our own runtime does not listen: a program started from here can neither record itself nor be recorded.",
            $"See that {signs.Folder} can be written to, and that no runtime setting turns diagnostics off."),
    };

    public static CheckResult Sight(HostInspection signs) => signs switch
    {
        { HasProc: false } => Problem(
            "sight",
            "/proc shows nothing of ourselves: it is not mounted, or belongs to another pid namespace.",
            "Mount it where contrail runs: mount -t proc proc /proc"),
        { Hidepid: { } hidden } => Warning(
            "sight",
            $"/proc hides the processes of other users (hidepid={hidden}).",
            "Run as root, or be a member of the group that the mount option gid= names."),
        { IsInPidNamespace: true } => Warning(
            "sight",
            "We run in a pid namespace of our own, as in a container: only its processes can be seen.",
            "To record others, run contrail on the host, or share the pid namespace (docker --pid, "
                + "shareProcessNamespace) and /tmp."),
        _ => Ok("sight", "All processes of the machine can be seen."),
    };

    public static CheckResult Ids(HostInspection signs) => signs.MaxPid is { } most
        ? Ok("ids", $"Ids of processes and threads are given again after {most}; lives of one id are told apart.")
        : Ok("ids", "From where on ids are given again cannot be read; lives of one id are told apart.");

    public static CheckResult Leftovers(HostInspection signs) => signs.LeftSocketCount == 0
        ? Ok("leftovers", "No socket of a dead process lies about.")
        : Ok(
            "leftovers",
            $"{signs.LeftSocketCount} sockets of dead processes lie in {signs.Folder}; they do no harm.");

    /// <summary>What runs here, and a line for each process that cannot be recorded.</summary>
    public static IEnumerable<CheckResult> Processes(HostInspection signs)
    {
        int ready = signs.Targets.Count(target => target is { Status: Attachability.Ready, Reason: null });
        yield return signs.Targets.Count == 0 ? Ok("processes", "No other .NET process runs here.")
            : ready > 0 ? Ok("processes", $"{ready} of {signs.Targets.Count} .NET processes can be recorded.")
            : Problem(
                "processes",
                $"None of the {signs.Targets.Count} .NET processes here can be recorded.",
                "See the reason of each below.");
        foreach (ListedTarget target in signs.Targets.Where(target => target.Reason is not null).Take(MaxTold))
        {
            yield return Warning(
                "processes",
                $"{TargetListing.Shorten(target.Name)}: {target.Reason}",
                $"See 'contrail doctor --pid {target.Pid}'.");
        }
    }
}
