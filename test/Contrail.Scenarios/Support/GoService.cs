namespace Contrail.Scenarios.Support;

/// <summary>A Go service that serves its trace and is unaware of being recorded.</summary>
public sealed class GoService : ChildProcess
{
    private static readonly HttpClient Client = new();

    private GoService(string path, int workers, IReadOnlyDictionary<string, string?> environment)
        : base(path, [workers.ToString(System.Globalization.CultureInfo.InvariantCulture)], environment)
    {
    }

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <param name="version">The Go release it is built with.</param>
    /// <param name="workers">How many goroutines do something a thousand times a second; 0 for an idle service.</param>
    /// <param name="goDebug">Go's own switches.</param>
    public static async Task<GoService> StartAsync(string version, int workers, string goDebug = "")
    {
        GoService service = new(
            GoToolchain.Service(version), workers, new Dictionary<string, string?> { ["GODEBUG"] = goDebug });
        service.Address = new Uri(await service.WaitForLineAsync("http://"));
        return service;
    }

    /// <summary>Has it write a log into its trace, if it is traced.</summary>
    public async Task MarkAsync(string text) => await Client.GetAsync(new Uri(Address, "/mark?text=" + text));
}
