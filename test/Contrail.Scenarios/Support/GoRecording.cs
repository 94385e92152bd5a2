namespace Contrail.Scenarios.Support;

/// <summary>The recorder of a Go service, and a way to wait for what it reports.</summary>
internal static class GoRecording
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    /// <summary>Starts to record; the snapshots go to the folder.</summary>
    public static FlightRecorder Start(GoService service, string folder)
    {
        FlightRecorder recorder = new(
            new FlightRecorderOptions { Sink = new DirectorySink(folder), MaxBytes = 64 << 20 },
            GoTraceSource.Connect(service.Address, new GoTraceOptions { ReconnectFor = TimeSpan.Zero }));
        recorder.Start();
        return recorder;
    }

    public static async Task UntilAsync(FlightRecorder recorder, Func<RecorderHealth, bool> holds)
    {
        using CancellationTokenSource patience = new(Soon);
        using PeriodicTimer look = new(TimeSpan.FromMilliseconds(50));
        while (!holds(recorder.Health))
        {
            await look.WaitForNextTickAsync(patience.Token);
        }
    }
}
