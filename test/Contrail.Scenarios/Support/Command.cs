namespace Contrail.Scenarios.Support;

/// <summary>A program that is run to its end for its output.</summary>
public sealed class Command : ChildProcess
{
    private Command(string fileName, IEnumerable<string> arguments)
        : base(fileName, arguments)
    {
    }

    /// <summary>Runs it from the repository's root.</summary>
    public static async Task<Ended> RunAsync(string fileName, IEnumerable<string> arguments, TimeSpan timeout)
    {
        await using Command command = new(fileName, arguments);
        command.CloseInput();
        int exitCode = await command.WaitForExitAsync(timeout);
        return new Ended(exitCode, string.Join('\n', command.Output), string.Join('\n', command.Errors));
    }
}
