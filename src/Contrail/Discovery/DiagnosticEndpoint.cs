using Contrail.Ipc;

namespace Contrail.Discovery;

/// <summary>Where the runtime of a process listens, or why it cannot be reached.</summary>
/// <param name="Pid">The process.</param>
/// <param name="Status">Whether there is an endpoint.</param>
internal sealed record DiagnosticEndpoint(int Pid, Attachability Status)
{
    /// <summary>The way to the runtime; null when there is none that we may use.</summary>
    public TargetSocket? Socket { get; init; }

    /// <summary>Whether there is a socket of it that we may not use.</summary>
    public bool HasForeignSocket { get; init; }

    /// <summary>What is known beyond the status: a message in place of the usual one; null if nothing is.</summary>
    public string? Detail { get; init; }

    /// <summary>One line: what is the matter and what to do next.</summary>
    public string Explanation => Detail ?? Status switch
    {
        Attachability.Ready => $"Process {Pid} can be recorded.",
        Attachability.NoSuchProcess => $"There is no process {Pid}; list the running ones to find the right pid.",
        Attachability.NotDotNet => $"Process {Pid} runs no .NET runtime that can be recorded; if it is a script or "
            + "a launcher, record the .NET process that it started.",
        Attachability.DiagnosticsDisabled => $"Process {Pid} has its diagnostics turned off; start it without "
            + "DOTNET_EnableDiagnostics=0 and DOTNET_EnableDiagnostics_IPC=0 (or COMPlus_ for DOTNET_), and let it "
            + $"write to its temporary directory; 'contrail doctor --pid {Pid}' shows the cause.",
        Attachability.OtherUser => $"Process {Pid} belongs to another user or may not be inspected; run as its user "
            + "or as root.",
        Attachability.SocketRefused => $"Process {Pid} cannot be recorded: the socket in its name is not its own.",
        Attachability.NotYet => $"Process {Pid} is still starting; try again in a second.",
        _ => $"Process {Pid} was not examined.",
    };

    /// <summary>Looks for the endpoint of a process.</summary>
    public static DiagnosticEndpoint Find(int pid) => new EndpointSearch().Find(pid);
}
