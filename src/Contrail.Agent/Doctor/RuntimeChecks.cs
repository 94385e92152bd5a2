using static Contrail.Agent.Doctor.CheckResult;

namespace Contrail.Agent.Doctor;

/// <summary>Checks whether the runtime responds, what its version lacks, and its other sessions.</summary>
internal static class RuntimeChecks
{
    /// <summary>The runtime's limit; it refuses further sessions.</summary>
    private const int MaxSessions = 64;

    /// <summary>A recording has two sessions, and a third at its start.</summary>
    private const int SessionsOfARecording = 3;

    private const int NewestTestedMajor = 11;

    private const string AsyncProvider = "System.Runtime.CompilerServices.AsyncProfilerEventSource";

    /// <summary>Checks the build settings of the program.</summary>
    public static CheckResult NoEventSources { get; } = Warning(
        "events",
        "Its runtimeconfig.json disables event sources: only the events of the runtime can be recorded.",
        "Set EventSourceSupport to true in its project file, and rebuild it.");

    /// <summary>Checks whether it runs and responds.</summary>
    public static CheckResult Answer(ProcessInspection facts) => facts switch
    {
        { IsStopped: true } => Problem(
            "answer",
            "It is stopped by SIGSTOP or a debugger, and does not respond.",
            $"Resume it: kill -CONT {facts.Pid}, or continue in the debugger."),
        { Silence: { } why } => Problem(
            "answer",
            $"Its diagnostic server does not respond: {why.TrimEnd('.')}.",
            "Another tool may block it with a session that it stops but does not read: end that tool. Otherwise "
                + "the process is starved or hangs: inspect its threads, or restart it."),
        _ => Ok("answer", "It responds."),
    };

    /// <summary>Checks what this runtime version supports.</summary>
    public static CheckResult Version(ProcessInspection facts) => facts.RuntimeMajor switch
    {
        > NewestTestedMajor => Ok(
            "version",
            $".NET {facts.RuntimeVersion} is newer than .NET {NewestTestedMajor}, the newest version that Contrail is "
                + "tested with."),
        11 => Ok(
            "version",
            $".NET {facts.RuntimeVersion} supports all features that Contrail uses. It adds events of async calls "
                + $"(--providers {AsyncProvider}:0xffffffffffffffff:5) and crash reports "
                + "(DOTNET_EnableCrashReport=1)."),
        10 => Ok("version", $".NET {facts.RuntimeVersion} supports all features that Contrail uses."),
        9 => Ok(
            "version",
            $".NET {facts.RuntimeVersion} cannot filter single events: details of catch blocks are also recorded, "
                + "3.5 µs per exception."),
        8 => Warning(
            "version",
            $".NET {facts.RuntimeVersion} cannot filter single events, omit stacks or select the contents of a "
                + "rundown: more data is sent and discarded, and an exception costs 3.5 µs more.",
            "No action is required. .NET 10 and 11 do not have this limitation."),
        _ => Problem(
            "version",
            $".NET {facts.RuntimeVersion ?? "before 6"} is older than .NET 8, the oldest supported version.",
            "Run the program on .NET 8 or later."),
    };

    /// <summary>Checks open sessions of other tools, and traces that the runtime writes itself.</summary>
    public static CheckResult Sessions(ProcessInspection facts)
    {
        if (facts.SessionCount > MaxSessions - SessionsOfARecording)
        {
            return Problem(
                "sessions",
                $"{facts.SessionCount} sessions are open; the maximum of a runtime is {MaxSessions}.",
                "End the other tools that record it.");
        }

        if (facts.Settings is { WritesOwnTrace: true })
        {
            return Warning(
                "sessions",
                "DOTNET_EnableEventPipe makes it write its own trace since it started, which costs as much as a second "
                    + "recording.",
                "Start it without that variable if the file is not needed.");
        }

        return facts.SessionCount > 0
            ? Warning(
                "sessions",
                $"{facts.SessionCount} {(facts.SessionCount == 1 ? "session is" : "sessions are")} open: each "
                    + "walks the stack of an event separately.",
                "End the tools that are not needed.")
            : Ok("sessions", "No other tool records it.");
    }
}
