using static Contrail.Agent.Doctor.CheckResult;

namespace Contrail.Agent.Doctor;

/// <summary>Whether the runtime answers, what its version lacks, and what else it was told.</summary>
internal static class RuntimeChecks
{
    /// <summary>The runtime's own limit; whoever comes later is refused.</summary>
    private const int MaxSessions = 64;

    /// <summary>A recording has two, and a third for its start.</summary>
    private const int SessionsOfARecording = 3;

    private const int NewestTestedMajor = 11;

    private const string AsyncProvider = "System.Runtime.CompilerServices.AsyncProfilerEventSource";

    /// <summary>What a program that was built so lacks.</summary>
    public static CheckResult NoEventSources { get; } = Warning(
        "events",
        "Event sources are turned off by its runtimeconfig.json: only the runtime's own events can be recorded.",
        "Set EventSourceSupport to true in its project file, and build it again.");

    /// <summary>Whether it runs and answers.</summary>
    public static CheckResult Answer(ProcessInspection signs) => signs switch
    {
        { IsStopped: true } => Problem(
            "answer",
            "It is stopped, by SIGSTOP or a debugger, and answers nobody.",
            $"Let it go on: kill -CONT {signs.Pid}, or leave the debugger."),
        { Silence: { } why } => Problem(
            "answer",
            $"Its diagnostics server does not answer: {why.TrimEnd('.')}.",
            "Another tool may hold it up (a session that nobody reads while it is being stopped): end that tool. Else "
                + "the process is starved or hangs: look at its threads, or restart it."),
        _ => Ok("answer", "It answers."),
    };

    /// <summary>What can be recorded of this version.</summary>
    public static CheckResult Version(ProcessInspection signs) => signs.RuntimeMajor switch
    {
        > NewestTestedMajor => Ok(
            "version",
            $".NET {signs.RuntimeVersion} is newer than .NET {NewestTestedMajor}, the newest version that Contrail is "
                + "tested with."),
        11 => Ok(
            "version",
            $".NET {signs.RuntimeVersion} has all that Contrail uses. It adds events of asynchronous calls "
                + $"(--providers {AsyncProvider}:0xffffffffffffffff:5) and crash reports "
                + "(DOTNET_EnableCrashReport=1)."),
        10 => Ok("version", $".NET {signs.RuntimeVersion} has all that Contrail uses."),
        9 => Ok(
            "version",
            $".NET {signs.RuntimeVersion} cannot leave out single events: details of catch blocks are recorded too, "
                + "3.5 µs an exception."),
        8 => Warning(
            "version",
            $".NET {signs.RuntimeVersion} cannot leave out single events, nor stacks for one session, nor choose what "
                + "a rundown tells: a little more is sent and thrown away, and an exception costs 3.5 µs more.",
            "Nothing needs to be done. .NET 10 and 11, which are in support, do without."),
        _ => Problem(
            "version",
            $".NET {signs.RuntimeVersion ?? "before 6"} is older than .NET 8, which is the oldest that is recorded.",
            "Run the program on .NET 8 or later."),
    };

    /// <summary>Sessions of anybody, and traces that it writes by itself.</summary>
    public static CheckResult Sessions(ProcessInspection signs)
    {
        if (signs.SessionCount > MaxSessions - SessionsOfARecording)
        {
            return Problem(
                "sessions",
                $"{signs.SessionCount} sessions are open, and a runtime has {MaxSessions} at most.",
                "End the tools that record it already.");
        }

        if (signs.Settings is { WritesOwnTrace: true })
        {
            return Warning(
                "sessions",
                "DOTNET_EnableEventPipe lets it write a trace of its own since it started: that costs what a second "
                    + "recording does.",
                "Start it without that variable if the file is not needed.");
        }

        return signs.SessionCount > 0
            ? Warning(
                "sessions",
                $"{signs.SessionCount} {(signs.SessionCount == 1 ? "session is" : "sessions are")} open already: each "
                    + "walks the stack of an event for itself.",
                "End the tools that are not needed.")
            : Ok("sessions", "Nobody else records it.");
    }
}
