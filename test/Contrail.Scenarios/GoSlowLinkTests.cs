using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>A Go service over a link that is slower than its trace.</summary>
public sealed class GoSlowLinkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-go-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Recording_over_a_slow_link_ends_before_the_services_memory_fills()
    {
        await using GoService service = await GoService.StartAsync("1.26", 8);
        using SlowRelay relay = new(service.Address, bytesPerSecond: 60_000);
        using FlightRecorder recorder = new(
            new FlightRecorderOptions { Sink = new DirectorySink(_folder), MaxBytes = 64 << 20 },
            GoTraceSource.Connect(relay.Address, new GoTraceOptions()));
        recorder.Start();
        await GoRecording.UntilAsync(recorder, health => health.State == RecorderState.Ended);
        Assert.StartsWith("the recorder detached from the service", recorder.Health.EndedHow, StringComparison.Ordinal);
        Assert.InRange(recorder.Health.SourceLag!.Value.TotalSeconds, 10, 15);
        Assert.Equal(1, recorder.Health.ReconnectCount);
        SavedSnapshot saved = await recorder.SnapshotAsync("end", TestContext.Current.CancellationToken);
        await GoToolchain.ReadAsync(saved.Location);

        // It traces no longer: another recorder, on a direct link, is not refused and keeps up.
        using FlightRecorder next = GoRecording.Start(service, _folder);
        await GoRecording.UntilAsync(next, health => health.Window > TimeSpan.FromSeconds(2));
        Assert.InRange(next.Health.SourceLag!.Value.TotalSeconds, 0, 4);
    }
}
