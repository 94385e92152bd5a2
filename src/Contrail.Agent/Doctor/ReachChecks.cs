using Contrail.Processes;
using static Contrail.Agent.Doctor.CheckResult;

namespace Contrail.Agent.Doctor;

/// <summary>Whether the process can be reached: what is in it, whose it is, where its socket lies.</summary>
internal static class ReachChecks
{
    /// <summary>Whether there is a process with a runtime.</summary>
    public static CheckResult Program(ProcessInspection signs) => (signs.Status, signs.Runtime) switch
    {
        (Attachability.NoSuchProcess, _) => Problem(
            "process",
            $"There is no process {signs.Pid}, or it is a thread of another.",
            "Take the pid from 'contrail ps'; in a container, the pid as it is seen where contrail runs."),
        (Attachability.NotDotNet, _) when signs.IsGo => Problem(
            "process",
            $"Process {signs.Pid} is a Go program.",
            char.ToUpperInvariant(GoProgram.Remedy[0]) + GoProgram.Remedy[1..] + "."),
        (Attachability.NotDotNet, _) => Problem(
            "process",
            $"Process {signs.Pid} runs no .NET runtime: it is another program, .NET Framework, Mono, or compiled ahead "
                + "of time without diagnostics.",
            "If it is a script or a launcher, take the .NET process that it started, from 'contrail ps'."),
        (Attachability.NotYet, _) => Problem(
            "process", $"Process {signs.Pid} is still starting.", "Ask again in a second."),
        (Attachability.Ready, RuntimePresence.None) => Warning(
            "process",
            $"Process {signs.Pid} has diagnostics, and no runtime library can be seen in it: it is compiled ahead of "
                + "time, or is one file and keeps DOTNET_EnableWriteXorExecute=0.",
            "Of a program compiled ahead of time few events and no names come; record one that the runtime compiles."),
        (_, RuntimePresence.Unreadable) => Ok(
            "process", $"Process {signs.Pid} is there; into its memory map we may not look."),
        _ => Ok("process", $"Process {signs.Pid} runs a .NET runtime."),
    };

    /// <summary>Whether the runtime lets us in.</summary>
    public static CheckResult User(ProcessInspection signs) => (signs.Status, signs.OwnUid, signs.Uid) switch
    {
        (Attachability.OtherUser, 0, _) => Problem(
            "user",
            "It cannot be inspected, not even by root: it is protected, or belongs to another user namespace.",
            "Run contrail where that process was started."),
        (Attachability.OtherUser, var ours, var theirs) when ours == theirs => Problem(
            "user",
            $"It runs as our user {Named(theirs)}, and still may not be inspected: it has more rights than we, or "
                + "forbids to be traced.",
            "Run contrail as root."),
        (Attachability.OtherUser, var ours, var theirs) => Problem(
            "user",
            $"It belongs to user {Named(theirs)}, we are user {Named(ours)}, and a runtime lets in its own user and "
                + "root alone.",
            $"Run contrail as user {Named(theirs)} or as root."),
        (_, 0, not 0) => Ok("user", $"It belongs to user {Named(signs.Uid)}; we are root."),
        _ => Ok("user", $"It belongs to user {Named(signs.Uid)}, as we do."),
    };

    /// <summary>Whether it lives in a container or a namespace of its own.</summary>
    public static CheckResult Namespaces(ProcessInspection signs)
    {
        bool hasOwnPid = signs.InnermostPid != signs.Pid;
        string pid = hasOwnPid ? $"it knows itself as pid {signs.InnermostPid}" : "its pid is the same inside";
        if (signs.SharesMounts is null)
        {
            return Ok("namespaces", $"Its namespaces may not be read; {pid}.");
        }

        return signs.SharesMounts.Value && !hasOwnPid
            ? Ok("namespaces", "It sees the same files and processes as we do.")
            : Ok(
                "namespaces",
                (signs.SharesMounts.Value ? "It shares our files" : "It has file systems of its own")
                    + $", and {pid}: its socket is looked for in /proc/{signs.Pid}/root.");
    }

    /// <summary>Why the runtime does not listen, if it does not.</summary>
    public static CheckResult Socket(ProcessInspection signs)
    {
        if (signs.Status == Attachability.Ready)
        {
            string folder = signs.Settings?.TemporaryDirectory ?? signs.OwnFolder;
            return Ok("socket", folder == signs.OwnFolder
                ? $"It listens in {folder}."
                : $"It listens in its own temporary folder {folder}; ours is {signs.OwnFolder}. Contrail finds it, "
                    + "other tools need the same TMPDIR.");
        }

        return Silenced(signs) ?? WithoutSocket(signs, signs.Settings?.TemporaryDirectory ?? "/tmp");
    }

    // What is known of why there is no socket; the folder for it is looked at where nothing is.
    private static CheckResult? Silenced(ProcessInspection signs) => signs switch
    {
        { Status: Attachability.SocketRefused } => Problem(
            "socket",
            signs.Detail ?? "The socket in its name is not its own.",
            "Find out which process made that socket, remove it, and restart the process to be recorded."),
        { Settings.TurnedOffBy: { } variable } => Problem(
            "socket",
            $"Its diagnostics were turned off by {variable} when it started.",
            "Start it without that variable."),
        { Detail: { } detail } => Problem(
            "socket", detail, "Set TMPDIR to a folder with a short path, and restart the process."),
        { SocketWasRemoved: true } => Problem(
            "socket",
            "It listens, and the file of its socket was removed: something cleans its temporary folder.",
            "Restart it, and keep 'dotnet-diagnostic-*' from the cleaner, or give it a TMPDIR of its own."),
        _ => null,
    };

    private static CheckResult WithoutSocket(ProcessInspection signs, string folder) => signs.Folder switch
    {
        DirectoryState.Missing => Problem(
            "socket",
            $"It could make no socket: its temporary folder {folder} does not exist where it runs.",
            "Make that folder, or set TMPDIR to one that exists, and restart it."),
        DirectoryState.ReadOnly => Problem(
            "socket",
            $"It could make no socket: its temporary folder {folder} is read-only where it runs.",
            $"Mount a writable volume at {folder} (in a container an emptyDir or a tmpfs), or set TMPDIR to a folder "
                + "that is writable, and restart it."),
        DirectoryState.Restricted => Problem(
            "socket",
            $"It has no socket: user {Named(signs.Uid)} may perhaps not write to its temporary folder {folder}.",
            "Let that user write there, or set TMPDIR to a folder of its own, and restart it."),
        _ => Problem(
            "socket",
            "It does not listen, and nothing that can be seen explains it: it has its diagnostics turned off by a "
                + "setting we cannot see, or its socket was removed.",
            "Restart it without DOTNET_EnableDiagnostics=0 or DOTNET_EnableDiagnostics_IPC=0, with a writable TMPDIR."),
    };

    private static string Named(uint? uid) => uid switch
    {
        0 => "root",
        { } number => $"{number}",
        null => "unknown",
    };
}
