namespace Contrail.Scenarios.Support;

/// <summary>A process recorded by the library in this very process, all of it; its snapshots go with this.</summary>
internal sealed class OwnRecording : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("contrail-own-");
    private readonly FlightRecorder _recorder;

    /// <param name="processId">The process.</param>
    /// <param name="options">What to record of it.</param>
    /// <param name="period">How much of the past to hold. Default: five minutes, which is everything.</param>
    public OwnRecording(int processId, EventPipeOptions options, TimeSpan? period = null)
    {
        FlightRecorderOptions holding = new()
        {
            Period = period ?? TimeSpan.FromMinutes(5),
            MaxBytes = 512 << 20,
            Sink = new DirectorySink(_folder.FullName),
        };
        _recorder = new FlightRecorder(holding, EventPipeSource.Attach(processId, options));
    }

    public void Start() => _recorder.Start();

    public void Stop() => _recorder.Stop();

    public Task<SavedSnapshot> SnapshotAsync() => _recorder.SnapshotAsync("test");

    /// <summary>The same, once the process has ended and all of its output has arrived.</summary>
    public async Task<SavedSnapshot> LastSnapshotAsync()
    {
        using CancellationTokenSource deadline = new(Patience);
        while (_recorder.Health.State == RecorderState.Recording)
        {
            await Task.Delay(LookEvery, deadline.Token);
        }

        return await SnapshotAsync();
    }

    public void Dispose()
    {
        _recorder.Dispose();
        _folder.Delete(recursive: true);
    }
}
