namespace Contrail.Scenarios.Support;

/// <summary>The tool as a user runs it: the <c>contrail</c> of the same build as these tests.</summary>
public sealed class ContrailProcess : ChildProcess
{
    private ContrailProcess(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment)
        : base(Repository.Dotnet, [Assembly, .. arguments], environment)
    {
    }

    /// <summary>The path of the tool's assembly.</summary>
    public static string Assembly { get; } =
        Path.Combine(Repository.Artifacts, "bin", "Contrail.Tool", Repository.Configuration, "Contrail.Tool.dll");

    public static ContrailProcess Start(params string[] arguments) => new(arguments, environment: null);

    public static ContrailProcess Start(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment) => new(arguments, environment);

    /// <summary>Runs it to its end.</summary>
    public static async Task<Ended> RunAsync(params string[] arguments)
    {
        await using ContrailProcess contrail = Start(arguments);
        int exitCode = await contrail.WaitForExitAsync(TimeSpan.FromMinutes(2));
        return new Ended(exitCode, string.Join('\n', contrail.Output), string.Join('\n', contrail.Errors));
    }
}
