using static Contrail.Agent.Doctor.CheckResult;

namespace Contrail.Agent.Doctor;

/// <summary>Checks whether recording works on this machine.</summary>
internal static class HostChecks
{
    /// <summary>
    /// The path of a socket has up to 107 bytes; the file name that the runtime chooses takes up to 45.
    /// </summary>
    private const int MaxFolderChars = 107 - 45;

    private const int MinOwnMajor = 10;

    /// <summary>Maximum number of processes listed individually.</summary>
    private const int MaxListed = 20;

    public static CheckResult Version(HostInspection facts) => facts.OwnVersion.Major >= MinOwnMajor
        ? Ok("version", $"Contrail runs on .NET {facts.OwnVersion}.")
        : Problem("version", $"Contrail runs on .NET {facts.OwnVersion}.", "Install the .NET 10 runtime.");

    public static CheckResult User(HostInspection facts) => facts.Uid switch
    {
        0 => Ok("user", "Contrail runs as root: processes of all users can be recorded."),
        { } uid => Ok("user", $"Contrail runs as user {uid} and can record its processes; for others run it as root."),
        null => Problem("user", "The current user cannot be read from /proc.", "Mount /proc: mount -t proc proc /proc"),
    };

    public static CheckResult Folder(HostInspection facts) => facts.DirectoryState switch
    {
        DirectoryState.Missing => Problem(
            "folder",
            $"The temporary folder {facts.Folder} does not exist: .NET programs started here cannot listen.",
            "Create it, or set TMPDIR to an existing folder."),
        DirectoryState.ReadOnly => Problem(
            "folder",
            $"The temporary folder {facts.Folder} is read-only: .NET programs started here cannot listen.",
            "Mount a writable volume on it, or set TMPDIR to a writable folder."),
        DirectoryState.Restricted => Ok("folder", $"The temporary folder {facts.Folder} is not writable for all."),
        _ => Ok("folder", $"Sockets are searched in {facts.Folder} and in the kernel's list of sockets."),
    };

    /// <summary>Checks whether a program with this environment can record itself and be recorded.</summary>
    public static CheckResult Self(HostInspection facts) => (facts.OwnStatus, facts.TurnedOffBy) switch
    {
        (Attachability.Ready, _) => Ok("self", "A program with this environment can record itself."),
        (_, { } variable) => Problem(
            "self",
            $"{variable} is set here: a program with this environment can neither record itself nor be recorded.",
            "Unset it before you start the program."),
        _ when facts.Folder.Length > MaxFolderChars => Warning(
            "self",
            $"The path {facts.Folder} is too long for a socket: a running program with this environment cannot be "
                + "recorded.",
            "Set TMPDIR to a shorter path. A program that contrail starts can always be recorded: "
                + "contrail record -- command"),
        _ => Problem(
            "self",
            "The runtime of contrail does not listen: programs started here cannot be recorded.",
            $"Check that {facts.Folder} is writable and that no runtime setting disables diagnostics."),
    };

    public static CheckResult Sight(HostInspection facts) => facts switch
    {
        { HasProc: false } => Problem(
            "sight",
            "/proc does not contain the current process: it is not mounted, or belongs to another pid namespace.",
            "Mount it: mount -t proc proc /proc"),
        { Hidepid: { } hidden } => Warning(
            "sight",
            $"/proc hides the processes of other users (hidepid={hidden}).",
            "Run as root, or join the group in the mount option gid=."),
        { IsInPidNamespace: true } => Warning(
            "sight",
            "Contrail runs in a separate pid namespace, for example a container: only its processes are visible.",
            "To record others, run contrail on the host, or share the pid namespace (docker --pid, "
                + "shareProcessNamespace) and /tmp."),
        _ => Ok("sight", "All processes of the machine are visible."),
    };

    public static CheckResult Ids(HostInspection facts) => facts.MaxPid is { } most
        ? Ok("ids", $"Process and thread ids are reused after {most}; incarnations of one id are distinguished.")
        : Ok("ids", "The limit of process ids cannot be read; incarnations of one id are distinguished.");

    public static CheckResult Leftovers(HostInspection facts) => facts.LeftSocketCount == 0
        ? Ok("leftovers", "No sockets of exited processes are left.")
        : Ok(
            "leftovers",
            $"{facts.LeftSocketCount} sockets of exited processes are left in {facts.Folder}; they are harmless.");

    /// <summary>Counts the .NET processes, and lists those that cannot be recorded.</summary>
    public static IEnumerable<CheckResult> Processes(HostInspection facts)
    {
        int ready = facts.Targets.Count(target => target is { Status: Attachability.Ready, Reason: null });
        yield return facts.Targets.Count == 0 ? Ok("processes", "No other .NET process is running.")
            : ready > 0 ? Ok("processes", $"{ready} of {facts.Targets.Count} .NET processes can be recorded.")
            : Problem(
                "processes",
                $"None of the {facts.Targets.Count} .NET processes can be recorded.",
                "The reasons follow.");
        foreach (ListedTarget target in facts.Targets.Where(target => target.Reason is not null).Take(MaxListed))
        {
            yield return Warning(
                "processes",
                $"{TargetListing.Shorten(target.Name)}: {target.Reason}",
                $"Run: contrail doctor --pid {target.Pid}");
        }
    }
}
