namespace Contrail.Scenarios.Support;

/// <summary>A script without job control and without a terminal.</summary>
public sealed class ShellProcess : ChildProcess
{
    private ShellProcess(string script)
        : base("bash", ["-c", script])
    {
    }

    /// <summary>Starts a script.</summary>
    public static ShellProcess Start(string script) => new(script);
}
