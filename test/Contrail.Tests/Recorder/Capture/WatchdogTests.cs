using System.Diagnostics;
using Contrail.Capture;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.Ring;
using Contrail.Sources;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder.Capture;

public sealed class WatchdogTests
{
    [Fact]
    public async Task A_consumer_that_pauses_has_its_stream_closed_in_time_and_the_pause_is_a_loss()
    {
        TraceRecording recording = new(
            new NetTraceFormat(1 << 20), new RecordingLimits(TimeSpan.FromSeconds(10), 8 << 20), 1 << 20);
        FakeSource.FakeStream stream = new();
        PausingConsumer pausing = new(new RecordingConsumer(recording, TimeProvider.System), TimeProvider.System);
        using RecordingHost host = new(
            new RecorderHost(TimeProvider.System), new RecordingLimits(TimeSpan.FromSeconds(10), 8 << 20));
        IDrain drain = host.Drain("pausing", stream, pausing);
        stream.Send(Captures.Drawn().Torn());
        long paused = await pausing.Paused.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await stream.Closed.WaitAsync(TimeSpan.FromSeconds(30));
        TimeSpan closedAfter = Stopwatch.GetElapsedTime(paused);
        pausing.Resume.Set();
        await drain.Ended.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(closedAfter >= Watchdog.MaxPause, $"{closedAfter}");
        Assert.True(drain.WasCut);
        Assert.Equal(1, recording.Counts().LossCounts[LossReason.RecorderPaused]);
    }
}
