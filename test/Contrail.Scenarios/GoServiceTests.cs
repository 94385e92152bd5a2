using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>Real Go programs, recorded over HTTP; Go's own reader judges every file.</summary>
public sealed class GoServiceTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-go-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("1.22", 8)]
    [InlineData("1.25", 0)]
    [InlineData("1.26", 8)]
    [InlineData("1.27", 0)]
    public async Task Messages_logged_just_before_the_request_are_in_the_snapshot(string version, int workers)
    {
        await using GoService service = await GoService.StartAsync(version, workers);
        using FlightRecorder recorder = Record(service);
        await UntilAsync(recorder, health => health.Window > TimeSpan.FromSeconds(1.5));
        await service.MarkAsync("just-before");
        SavedSnapshot saved = await recorder.SnapshotAsync("test", TestContext.Current.CancellationToken);
        Assert.Equal(RequestCoverage.Flushed, saved.Manifest.RequestCoverage);
        Assert.Empty(saved.Manifest.Losses);
        Assert.True(saved.Manifest.Generations >= 2);
        Assert.InRange((DateTime.UtcNow - saved.Manifest.LastUtc!.Value).TotalSeconds, -2, 10);
        string events = await GoToolchain.ReadAsync(saved.Location);
        Assert.Contains("Message=\"just-before\"", events, StringComparison.Ordinal);
        Assert.Equal(RecorderState.Recording, recorder.Health.State);
        await GoDump.AssertSameAsync(saved.Location);
        Assert.True(await GoParts.ReadAllAsync(saved.Location) > saved.Manifest.Generations);
    }

    [Theory]
    [InlineData("1.25")]
    [InlineData("1.27")]
    public async Task After_SIGKILL_every_complete_generation_is_kept_and_the_torn_one_next_to_them(string version)
    {
        await using GoService service = await GoService.StartAsync(version, 8);
        using FlightRecorder recorder = Record(service);
        await UntilAsync(recorder, health => health.Window > TimeSpan.FromSeconds(2.2));
        service.Kill();
        await UntilAsync(recorder, health => health.State == RecorderState.Ended);
        SavedSnapshot saved = await recorder.SnapshotAsync("killed", TestContext.Current.CancellationToken);
        Assert.Equal(SourceState.Torn, saved.Manifest.Source);
        Assert.True(saved.Manifest.Generations >= 2);
        await GoDump.AssertSameAsync(saved.Location);

        // Part of the last generation had been sent; it is kept for inspection.
        byte[] torn = File.ReadAllBytes(saved.Location + SnapshotCompanion.TornSuffix);
        Assert.Equal(File.ReadAllBytes(saved.Location)[..16], torn[..16]);
        Assert.Contains(saved.Manifest.Losses, loss =>
            loss.Reason == LossReason.Truncated && loss.Count == torn.Length - 16);
    }

    [Fact]
    public async Task Recording_over_a_slow_link_ends_before_the_services_memory_fills()
    {
        await using GoService service = await GoService.StartAsync("1.26", 8);
        using SlowRelay relay = new(service.Address, bytesPerSecond: 60_000);
        using FlightRecorder recorder = new(
            new FlightRecorderOptions { Sink = new DirectorySink(_folder), MaxBytes = 64 << 20 },
            GoTraceSource.Connect(relay.Address, new GoTraceOptions()));
        recorder.Start();
        await UntilAsync(recorder, health => health.State == RecorderState.Ended);
        Assert.StartsWith("the recorder detached from the service", recorder.Health.EndedHow, StringComparison.Ordinal);
        Assert.InRange(recorder.Health.SourceLag!.Value.TotalSeconds, 10, 15);
        Assert.Equal(1, recorder.Health.ReconnectCount);
        SavedSnapshot saved = await recorder.SnapshotAsync("end", TestContext.Current.CancellationToken);
        await GoToolchain.ReadAsync(saved.Location);

        // It traces no longer: another recorder, on a direct link, is not refused and keeps up.
        using FlightRecorder next = Record(service);
        await UntilAsync(next, health => health.Window > TimeSpan.FromSeconds(2));
        Assert.InRange(next.Health.SourceLag!.Value.TotalSeconds, 0, 4);
    }

    [Fact]
    public async Task Batches_of_experiments_survive()
    {
        await using GoService service = await GoService.StartAsync("1.26", 2, "traceallocfree=1");
        using FlightRecorder recorder = Record(service);
        await UntilAsync(recorder, health => health.Window > TimeSpan.FromSeconds(1.2));
        SavedSnapshot saved = await recorder.SnapshotAsync("test", TestContext.Current.CancellationToken);
        await GoToolchain.ReadAsync(saved.Location);
        Assert.Contains("ExperimentalBatch", await GoToolchain.BytesAsync(saved.Location), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_client_gets_an_error_that_the_service_is_traced_already()
    {
        await using GoService service = await GoService.StartAsync("1.26", 0);
        using FlightRecorder first = Record(service);
        using FlightRecorder second = new(new FlightRecorderOptions(), GoTraceSource.Connect(service.Address));
        Assert.Contains(
            "is being traced already",
            Assert.Throws<SourceUnavailableException>(second.Start).Message,
            StringComparison.Ordinal);

        // A client that disconnects frees the trace for the next.
        first.Stop();
        second.Start();
        Assert.True(second.Enabled);
    }

    [Fact]
    public async Task The_tool_records_a_service_to_its_end_and_checks_repairs_and_cuts_the_file()
    {
        await using GoService service = await GoService.StartAsync("1.26", 4);
        string file = Path.Combine(_folder, "a.trace");
        await using ContrailProcess contrail = ContrailProcess.Start(
            "record", "--url", service.Address.ToString(), "--json", "--period", "60s", "-o", file);
        await contrail.WaitForErrorLineAsync("recording ");
        await AwaitFilledAsync(contrail);
        service.Kill();
        await contrail.FinishAsync();
        await GoToolchain.ReadAsync(file);
        Ended verified = await ContrailProcess.RunAsync("verify", file);
        Assert.StartsWith("complete: go 1.26, ", verified.Output, StringComparison.Ordinal);
        Ended told = await ContrailProcess.RunAsync("info", "--json", file);
        Assert.Contains("\"generations\":", told.Output, StringComparison.Ordinal);
        string part = Path.Combine(_folder, "part.trace");
        Ended cut = await ContrailProcess.RunAsync("cut", file, "--from", "+1.2s", "--to", "+1.4s", "-o", part);
        Assert.Equal(0, cut.ExitCode);
        Assert.True(new FileInfo(part).Length < new FileInfo(file).Length);
        await GoToolchain.ReadAsync(part);
        string torn = Path.Combine(_folder, "torn.trace");
        File.WriteAllBytes(torn, File.ReadAllBytes(file)[..^50]);
        Assert.Equal(1, (await ContrailProcess.RunAsync("verify", torn)).ExitCode);
        string repaired = Path.Combine(_folder, "repaired.trace");
        Assert.Equal(0, (await ContrailProcess.RunAsync("repair", torn, "-o", repaired)).ExitCode);
        await GoToolchain.ReadAsync(repaired);
        string piped = Path.Combine(_folder, "piped.trace");
        string tool = $"{Repository.Dotnet} {ContrailProcess.Assembly}";
        Ended recorded = await Command.RunAsync(
            "sh", ["-c", $"cat {file} | {tool} record --stdin --format go --period 60s -o {piped}"], Soon);
        Assert.Equal(0, recorded.ExitCode);
        Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(piped));
    }

    [Fact]
    public async Task A_pipe_with_a_name_is_recorded_to_its_end()
    {
        await using GoService service = await GoService.StartAsync("1.26", 0);
        using FlightRecorder recorder = Record(service);
        await UntilAsync(recorder, health => health.Window > TimeSpan.FromSeconds(0.5));
        SavedSnapshot saved = await recorder.SnapshotAsync("test", TestContext.Current.CancellationToken);
        string pipe = Path.Combine(_folder, "pipe");
        Assert.Equal(0, (await Command.RunAsync("mkfifo", [pipe], Soon)).ExitCode);
        Task<Ended> writing = Command.RunAsync("sh", ["-c", $"cat {saved.Location} > {pipe}"], Soon);
        using FlightRecorder second = new(
            new FlightRecorderOptions { Period = TimeSpan.FromMinutes(1) }, GoTraceSource.ReadFile(pipe));
        second.Start();
        await UntilAsync(second, health => health.State == RecorderState.Ended);
        await writing;
        using MemoryStream written = new();
        await second.WriteToAsync(written, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(File.ReadAllBytes(saved.Location), written.ToArray());
    }

    // A snapshot shows that this much has arrived; it has no other use.
    private static async Task AwaitFilledAsync(ContrailProcess contrail)
    {
        for (int count = 0; ; count++)
        {
            contrail.Send(Signal.User1);
            ToldSnapshot told = await contrail.WaitForSnapshotAsync(count);
            if (told.Manifest.Generations >= 3)
            {
                return;
            }
        }
    }

    private FlightRecorder Record(GoService service)
    {
        FlightRecorder recorder = new(
            new FlightRecorderOptions { Sink = new DirectorySink(_folder), MaxBytes = 64 << 20 },
            GoTraceSource.Connect(service.Address, new GoTraceOptions { ReconnectFor = TimeSpan.Zero }));
        recorder.Start();
        return recorder;
    }

    private static async Task UntilAsync(FlightRecorder recorder, Func<RecorderHealth, bool> holds)
    {
        using CancellationTokenSource patience = new(Soon);
        using PeriodicTimer look = new(TimeSpan.FromMilliseconds(50));
        while (!holds(recorder.Health))
        {
            await look.WaitForNextTickAsync(patience.Token);
        }
    }
}
