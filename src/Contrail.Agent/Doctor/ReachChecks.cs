using Contrail.Processes;
using static Contrail.Agent.Doctor.CheckResult;

namespace Contrail.Agent.Doctor;

/// <summary>Checks whether the process can be reached: its runtime, its user and its socket.</summary>
internal static class ReachChecks
{
    /// <summary>Checks whether the process exists and contains a runtime.</summary>
    public static CheckResult Program(ProcessInspection facts) => (facts.Status, facts.Runtime) switch
    {
        (Attachability.NoSuchProcess, _) => Problem(
            "process",
            $"Process {facts.Pid} does not exist, or the id is that of a thread.",
            "Use a pid from 'contrail ps'; for a container, the pid in the namespace that contrail runs in."),
        (Attachability.NotDotNet, _) when facts.IsGo => Problem(
            "process",
            $"Process {facts.Pid} is a Go program.",
            char.ToUpperInvariant(GoProgram.Remedy[0]) + GoProgram.Remedy[1..] + "."),
        (Attachability.NotDotNet, _) => Problem(
            "process",
            $"Process {facts.Pid} contains no .NET runtime: it is another program, Mono, or compiled ahead of "
                + "time without diagnostics.",
            "If it is a script or a launcher, record the .NET process that it started; 'contrail ps' lists it."),
        (Attachability.NotYet, _) => Problem(
            "process", $"Process {facts.Pid} is still starting.", "Try again in a second."),
        (Attachability.Ready, RuntimePresence.None) => Warning(
            "process",
            $"Process {facts.Pid} has diagnostics but no visible runtime library: it is compiled ahead of "
                + "time, or is a single-file program with DOTNET_EnableWriteXorExecute=0.",
            "A program compiled ahead of time sends few events and no names. Record one that the runtime compiles."),
        (_, RuntimePresence.Unreadable) => Ok(
            "process",
            $"Process {facts.Pid} exists, but /proc/{facts.Pid}/maps cannot be read (permission denied)."),
        _ => Ok("process", $"Process {facts.Pid} runs a .NET runtime."),
    };

    /// <summary>Checks whether the runtime accepts the current user.</summary>
    public static CheckResult User(ProcessInspection facts) => (facts.Status, facts.OwnUid, facts.Uid) switch
    {
        (Attachability.OtherUser, 0, _) => Problem(
            "user",
            "It cannot be inspected, not even by root: it is protected, or belongs to another user namespace.",
            "Run contrail where that process was started."),
        (Attachability.OtherUser, var ours, var theirs) when ours == theirs => Problem(
            "user",
            $"It runs as the same user {Named(theirs)} but cannot be inspected: it has more privileges than contrail, "
                + "or forbids tracing.",
            "Run contrail as root."),
        (Attachability.OtherUser, var ours, var theirs) => Problem(
            "user",
            $"It belongs to user {Named(theirs)} and contrail runs as user {Named(ours)}; a runtime accepts only its "
                + "own user and root.",
            $"Run contrail as user {Named(theirs)} or as root."),
        (_, 0, not 0) => Ok("user", $"It belongs to user {Named(facts.Uid)}; contrail runs as root."),
        _ => Ok("user", $"It belongs to user {Named(facts.Uid)}, like contrail."),
    };

    /// <summary>Checks whether it runs in a container or a separate namespace.</summary>
    public static CheckResult Namespaces(ProcessInspection facts)
    {
        bool hasOwnPid = facts.InnermostPid != facts.Pid;
        string pid = hasOwnPid ? $"its own pid is {facts.InnermostPid}" : "its pid is the same inside";
        if (facts.SharesMounts is null)
        {
            return Ok("namespaces", $"Its namespaces cannot be read; {pid}.");
        }

        return facts.SharesMounts.Value && !hasOwnPid
            ? Ok("namespaces", "It shares the files and processes of contrail's namespaces.")
            : Ok(
                "namespaces",
                (facts.SharesMounts.Value ? "It shares the file systems" : "It has separate file systems")
                    + $", and {pid}: its socket is searched in /proc/{facts.Pid}/root.");
    }

    /// <summary>Checks whether the runtime listens, or why not.</summary>
    public static CheckResult Socket(ProcessInspection facts)
    {
        if (facts.IsSocketAbandoned)
        {
            return Problem(
                "socket",
                "Nothing listens at its socket: the file is left from an earlier process with this id, or its runtime "
                    + "has shut its diagnostics down.",
                $"Check that process {facts.Pid} runs .NET and is not about to end. If it does not, delete the file "
                    + $"dotnet-diagnostic-{facts.InnermostPid}-* in its temporary folder.");
        }

        if (facts.Status == Attachability.Ready)
        {
            string folder = facts.Settings?.TemporaryDirectory ?? facts.OwnFolder;
            return Ok("socket", folder == facts.OwnFolder
                ? $"It listens in {folder}."
                : $"It listens in its temporary folder {folder}, not in {facts.OwnFolder}. Contrail finds it, "
                    + "but other tools need the same TMPDIR.");
        }

        return Silenced(facts) ?? WithoutSocket(facts, facts.Settings?.TemporaryDirectory ?? "/tmp");
    }

    // Known reasons come first; otherwise the folder is inspected.
    private static CheckResult? Silenced(ProcessInspection facts) => facts switch
    {
        { Status: Attachability.SocketRefused } => Problem(
            "socket",
            facts.Detail ?? "The socket with its name belongs to another process.",
            "Find the process that created that socket, remove it, and restart the process to record."),
        { Settings.TurnedOffBy: { } variable } => Problem(
            "socket",
            $"Its diagnostics are disabled by {variable}, set when it started.",
            "Start it without that variable."),
        { Detail: { } detail } => Problem(
            "socket", detail, "Set TMPDIR to a short path, and restart the process."),
        { SocketWasRemoved: true } => Problem(
            "socket",
            "It listens, but its socket file was removed, for example by a cleanup of its temporary folder.",
            "Restart it, and exclude 'dotnet-diagnostic-*' from the cleanup, or set TMPDIR to a separate folder."),
        _ => null,
    };

    private static CheckResult WithoutSocket(ProcessInspection facts, string folder) => facts.Folder switch
    {
        DirectoryState.Missing => Problem(
            "socket",
            $"It could not create a socket: its temporary folder {folder} does not exist in its namespace.",
            "Create that folder, or set TMPDIR to an existing one, and restart it."),
        DirectoryState.ReadOnly => Problem(
            "socket",
            $"It could not create a socket: its temporary folder {folder} is read-only in its namespace.",
            $"Mount a writable volume at {folder} (in a container an emptyDir or a tmpfs), or set TMPDIR to a folder "
                + "that is writable, and restart it."),
        DirectoryState.Restricted => Problem(
            "socket",
            $"It has no socket: user {Named(facts.Uid)} may lack write access to its temporary folder {folder}.",
            "Grant write access, or set TMPDIR to a writable folder, and restart it."),
        _ => Problem(
            "socket",
            "It does not listen for an unknown reason: a setting that is not visible disables its diagnostics, or "
                + "its socket was removed.",
            "Restart it without DOTNET_EnableDiagnostics=0 or DOTNET_EnableDiagnostics_IPC=0, with a writable TMPDIR."),
    };

    private static string Named(uint? uid) => uid switch
    {
        0 => "root",
        { } number => $"{number}",
        null => "unknown",
    };
}
