using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Shop.Stage;

/// <summary>Where an incident happens: a web application or a worker, with load from another process.</summary>
/// <param name="isHealthy">Whether the cause is absent until the end.</param>
/// <param name="isPlanted">Whether the cause is absent until SIGHUP.</param>
/// <param name="closing">Is canceled when the program has to end.</param>
internal sealed class Scene(bool isHealthy, bool isPlanted, CancellationToken closing) : IDisposable
{
    private static readonly TimeSpan SettlingTime = TimeSpan.FromSeconds(2);

    private readonly List<Process> _companions = [];
    private readonly List<PosixSignalRegistration> _registrations = [];

    /// <summary>Whether the cause is absent now.</summary>
    public bool IsHealthy => isHealthy || (isPlanted && !HangUp.IsSet);

    /// <summary>Is canceled when the program has to end.</summary>
    public CancellationToken Closing { get; } = closing;

    /// <summary>Is set by SIGHUP: some causes are in force only afterwards.</summary>
    public ManualResetEventSlim HangUp { get; } = new();

    /// <summary>Reports that the cause is in force.</summary>
    public static void Ready() => Console.WriteLine("ready");

    /// <summary>Serves the routes on a free port and requests the paths at the given rate until the end.</summary>
    public async Task ServeAsync(
        Action<IServiceCollection> addServices, Action<WebApplication> map, double requestsPerSecond,
        params string[] paths)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddEventSourceLogger();
        addServices(builder.Services);
        WebApplication application = builder.Build();
        map(application);
        application.Urls.Add("http://127.0.0.1:0");
        await application.StartAsync(CancellationToken.None);
        _companions.Add(Companion.StartLoad(new Uri(application.Urls.First()), requestsPerSecond, paths));
        await SettleAsync();
        await application.StopAsync(new CancellationToken(canceled: true));
    }

    /// <summary>Runs background services until the program ends.</summary>
    public async Task WorkAsync(Action<IServiceCollection> addServices)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        addServices(builder.Services);
        using IHost host = builder.Build();
        await host.StartAsync(CancellationToken.None);
        await SettleAsync();
        await host.StopAsync(new CancellationToken(canceled: true));
    }

    /// <summary>Starts another service on this machine that answers after the given time.</summary>
    public Task<Uri> StartBackendAsync(int delayMilliseconds, bool useTls = false)
    {
        (Process process, Task<Uri> address) = Companion.StartBackend(delayMilliseconds, useTls);
        _companions.Add(process);
        return address;
    }

    /// <summary>Starts another program on this machine that computes on that many threads.</summary>
    public void StartBatch(int threadCount) => _companions.Add(Companion.StartBatch(threadCount));

    /// <summary>Starts clients on this machine that each open a connection and send a line.</summary>
    public void StartDevices(int port, double connectionsPerSecond) =>
        _companions.Add(Companion.StartDevices(port, connectionsPerSecond));

    /// <summary>Waits until a service has passed its first seconds, reports that, and waits for the end.</summary>
    public async Task SettleAsync()
    {
        await Wait(SettlingTime);
        Ready();
        await Wait(Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits for that time or for the end of the program.</summary>
    public async Task Wait(TimeSpan time) =>
        await Task.Delay(time, Closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Sets <see cref="HangUp"/> on SIGHUP.</summary>
    public void AwaitHangUp() => _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
    {
        context.Cancel = true;
        HangUp.Set();
    }));

    /// <summary>Ends the companions: each ends with its input.</summary>
    public void Dispose()
    {
        foreach (Process companion in _companions)
        {
            companion.StandardInput.Close();
            companion.Dispose();
        }

        _registrations.ForEach(registration => registration.Dispose());
    }
}
