namespace Contrail.Scenarios.Support;

/// <summary>
/// A shell with job control on a terminal of its own. Killing it closes the terminal, as a broken SSH connection does.
/// </summary>
public sealed class TerminalSession : ChildProcess
{
    private TerminalSession(string shellLine)
        : base("script", ["--quiet", "--return", "--command", $"bash -m -c '{shellLine}'", "/dev/null"])
    {
    }

    /// <summary>Runs a line of the shell; it must not contain single quotes.</summary>
    public static TerminalSession Start(string shellLine) => new(shellLine);

    /// <summary>The tool, as a word of such a line.</summary>
    public static string Contrail => $"{Repository.Dotnet} {ContrailProcess.Assembly}";
}
