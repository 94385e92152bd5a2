namespace Contrail.Scenarios.Support;

/// <summary>A program that is run to its end for its output.</summary>
public sealed class Command : ChildProcess
{
    private Command(
        string fileName, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment)
        : base(fileName, arguments, environment)
    {
    }

    /// <summary>Runs it from the repository's root.</summary>
    public static async Task<Ended> RunAsync(
        string fileName,
        IEnumerable<string> arguments,
        TimeSpan timeout,
        IReadOnlyDictionary<string, string?>? environment = null)
    {
        await using Command command = new(fileName, arguments, environment);
        command.CloseInput();
        int exitCode = await command.WaitForExitAsync(timeout);
        return new Ended(exitCode, string.Join('\n', command.Output), string.Join('\n', command.Errors));
    }
}
