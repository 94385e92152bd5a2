namespace Contrail.Scenarios.Support;

/// <summary>A process to be recorded: Contrail.Target on one of the runtimes, or any command.</summary>
public sealed class TargetProcess : ChildProcess
{
    private TargetProcess(
        string fileName, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment)
        : base(fileName, arguments, environment)
    {
    }

    /// <summary>
    /// Starts Contrail.Target built for <paramref name="framework"/> (one of <see cref="TargetBuild.Frameworks"/>), and
    /// returns when it runs. The arguments are its modes and options: <c>heartbeat+burn --rate 100</c>.
    /// </summary>
    public static async Task<TargetProcess> StartAsync(
        string framework, string arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        string executable = await TargetBuild.ExecutableAsync(framework);
        TargetProcess target = Start(executable, arguments.Split(' '), environment);
        try
        {
            await target.WaitForLineAsync("ready");
            return target;
        }
        catch (TimeoutException)
        {
            await target.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a command, and waits for nothing.</summary>
    public static TargetProcess Start(
        string fileName, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null) =>
        new(fileName, arguments, environment);
}
