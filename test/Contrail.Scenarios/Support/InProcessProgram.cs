namespace Contrail.Scenarios.Support;

/// <summary>Contrail.InProcess, which records itself, of the same build as these tests.</summary>
public sealed class InProcessProgram : ChildProcess
{
    private InProcessProgram(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment)
        : base(Repository.Dotnet, arguments, environment)
    {
    }

    /// <summary>The path of its assembly.</summary>
    public static string Assembly { get; } = Path.Combine(
        Repository.Artifacts, "bin", "Contrail.InProcess", Repository.Configuration, "Contrail.InProcess.dll");

    /// <summary>Starts it in a mode: <c>markers --rounds 10</c>.</summary>
    public static InProcessProgram Start(
        string arguments, IReadOnlyDictionary<string, string?>? environment = null) =>
        new([Assembly, .. arguments.Split(' ')], environment);

    /// <summary>The same with another configuration of the runtime than it was built with.</summary>
    public static InProcessProgram StartWith(string runtimeConfiguration, string arguments) =>
        new(["exec", "--runtimeconfig", runtimeConfiguration, Assembly, .. arguments.Split(' ')], null);

    /// <summary>Waits for its end, and returns the last line that it wrote.</summary>
    public async Task<string> FinishAsync(TimeSpan? timeout = null)
    {
        int exitCode = await WaitForExitAsync(timeout);
        return exitCode == 0 && Output.Count > 0
            ? Output[^1]
            : throw new InvalidOperationException(Describe($"ended with {exitCode}"));
    }
}
