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
        await GoRecording.UntilAsync(recorder, health => health.Window > TimeSpan.FromSeconds(1.5));
        await service.MarkAsync("just-before");
        SavedSnapshot saved = await recorder.SnapshotAsync("test", TestContext.Current.CancellationToken);
        Assert.Equal(RequestCoverage.Flushed, saved.Manifest.RequestCoverage);
        Assert.Empty(saved.Manifest.Losses);
        Assert.True(saved.Manifest.Generations >= 2);
        Assert.InRange((DateTime.UtcNow - saved.Manifest.LastUtc!.Value).TotalSeconds, -2, 10);
        string events = await GoToolchain.TextAsync(saved.Location);
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
        await GoRecording.UntilAsync(recorder, health => health.Window > TimeSpan.FromSeconds(2.2));
        service.Kill();
        await GoRecording.UntilAsync(recorder, health => health.State == RecorderState.Ended);
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
    public async Task Batches_of_experiments_survive()
    {
        await using GoService service = await GoService.StartAsync("1.26", 2, "traceallocfree=1");
        using FlightRecorder recorder = Record(service);
        await GoRecording.UntilAsync(recorder, health => health.Window > TimeSpan.FromSeconds(1.2));
        SavedSnapshot saved = await recorder.SnapshotAsync("test", TestContext.Current.CancellationToken);
        await GoToolchain.ReadAsync(saved.Location);
        string batches = await GoToolchain.TextAsync(saved.Location, "wire");
        Assert.Contains("ExperimentalBatch", batches, StringComparison.Ordinal);
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
    public async Task A_pipe_with_a_name_is_recorded_to_its_end()
    {
        await using GoService service = await GoService.StartAsync("1.26", 0);
        using FlightRecorder recorder = Record(service);
        await GoRecording.UntilAsync(recorder, health => health.Window > TimeSpan.FromSeconds(0.5));
        SavedSnapshot saved = await recorder.SnapshotAsync("test", TestContext.Current.CancellationToken);
        string pipe = Path.Combine(_folder, "pipe");
        Assert.Equal(0, (await Command.RunAsync("mkfifo", [pipe], Soon)).ExitCode);
        Task<Ended> writing = Command.RunAsync("sh", ["-c", $"cat {saved.Location} > {pipe}"], Soon);
        using FlightRecorder second = new(
            new FlightRecorderOptions { Period = TimeSpan.FromMinutes(1) }, GoTraceSource.ReadFile(pipe));
        second.Start();
        await GoRecording.UntilAsync(second, health => health.State == RecorderState.Ended);
        await writing;
        using MemoryStream written = new();
        await second.WriteToAsync(written, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(File.ReadAllBytes(saved.Location), written.ToArray());
    }

    private FlightRecorder Record(GoService service) => GoRecording.Start(service, _folder);
}
