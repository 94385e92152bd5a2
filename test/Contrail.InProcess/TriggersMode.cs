namespace Contrail.InProcess;

/// <summary>
/// Takes a snapshot into <c>--folder</c> by itself when exceptions are thrown, while no thread of the pool is free.
/// </summary>
internal static class TriggersMode
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static string Run(Arguments arguments)
    {
        BlockedPool.Limit();
        using SignalingSink sink = new(new DirectorySink(arguments.Text("--folder", "/nonexistent")));
        using FlightRecorder recorder = new(new FlightRecorderOptions
        {
            Sink = sink,
            Triggers =
            [
                .. Trigger.OwnProcess,
                Trigger.On("exception:InvalidOperationException count>=3 in 10s") with { Name = "failures" },
            ],
        });
        recorder.Start();
        using BlockedPool blocked = new();
        for (int number = 0; number < 3; number++)
        {
            Throw();
        }

        string taken = sink.Written.Wait(Patience) ? $"{sink.Manifest!.Reason}" : "nothing";
        recorder.Stop();
        return $"{taken}, {sink.Manifest?.Triggers[0].Subject}";
    }

    private static void Throw()
    {
        try
        {
            throw new InvalidOperationException("as planned");
        }
        catch (InvalidOperationException)
        {
            // The recorder observes it.
        }
    }

    private sealed class SignalingSink(ISnapshotSink inner) : ISnapshotSink, IDisposable
    {
        public ManualResetEventSlim Written { get; } = new();

        public SnapshotManifest? Manifest { get; private set; }

        public async Task<string> PutAsync(Snapshot snapshot, string name, CancellationToken cancellationToken)
        {
            string location = await inner.PutAsync(snapshot, name, cancellationToken).ConfigureAwait(false);
            Manifest = snapshot.Manifest;
            Written.Set();
            return location;
        }

        public void Dispose() => Written.Dispose();
    }
}
