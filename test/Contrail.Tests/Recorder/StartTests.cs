using Contrail.Sources;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder;

/// <summary>Starts a recorder asynchronously.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task An_asynchronous_start_records_when_it_completes()
    {
        using FlightRecorder recorder = new(new FlightRecorderOptions(), new FakeSource());
        await recorder.StartAsync(TestContext.Current.CancellationToken);
        Assert.True(recorder.Enabled);
    }

    [Fact]
    public async Task Canceling_an_asynchronous_start_cancels_opening_and_leaves_the_recorder_stopped()
    {
        using CancellationTokenSource cancellation = new();
        using BlockedSource source = new();
        using FlightRecorder recorder = new(new FlightRecorderOptions(), source);
        Task starting = recorder.StartAsync(cancellation.Token);
        source.Opening.Wait(TestContext.Current.CancellationToken);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
        Assert.Equal(RecorderState.Stopped, recorder.Health.State);
    }

    private sealed class BlockedSource : RecordingSource, IDisposable
    {
        public ManualResetEventSlim Opening { get; } = new();

        public void Dispose() => Opening.Dispose();

        internal override OpenRecordingSource Open(ISourceHost host)
        {
            Opening.Set();
            host.Opening.WaitHandle.WaitOne();
            throw new OperationCanceledException(host.Opening);
        }
    }
}
