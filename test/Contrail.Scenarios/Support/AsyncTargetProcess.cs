namespace Contrail.Scenarios.Support;

/// <summary>Contrail.AsyncTarget on .NET 11: it runs its chains at each request.</summary>
public sealed class AsyncTargetProcess : ChildProcess
{
    private int _runs;

    private AsyncTargetProcess(string fileName, IEnumerable<string> arguments)
        : base(fileName, arguments, environment: null)
    {
    }

    /// <summary>Starts it, and returns when it waits for requests.</summary>
    /// <param name="chains">The chains: <c>compiler+runtime</c>.</param>
    /// <param name="milliseconds">How long each of their waits lasts.</param>
    public static async Task<AsyncTargetProcess> StartAsync(string chains, int milliseconds)
    {
        string executable = await TargetBuild.AsyncExecutableAsync();
        AsyncTargetProcess target = new(executable, [chains, $"{milliseconds}"]);
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

    /// <summary>Starts to run each chain once, one after the other.</summary>
    public Task BeginRunAsync() => WriteLineAsync("go");

    /// <summary>Runs each chain once, one after the other.</summary>
    public async Task RunAsync()
    {
        await BeginRunAsync();
        await WaitForLineAsync("done", _runs);
        _runs++;
    }
}
