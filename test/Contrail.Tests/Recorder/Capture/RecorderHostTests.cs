using Contrail.Capture;
using Contrail.Core.Ring;
using Contrail.EventPipe;
using Contrail.Ipc;
using Contrail.Sources;
using Contrail.Tests.Recorder.Ipc;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder.Capture;

/// <summary>What many recordings share, and that one of them cannot harm the others.</summary>
[Collection(Alone.Name)]
public sealed class RecorderHostTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly RecordingLimits Limits = new(TimeSpan.FromSeconds(10), 1 << 20);

    private readonly RecorderHost _host = new(TimeProvider.System);
    private readonly List<IDisposable> _opened = [];

    public void Dispose() => Enumerable.Reverse(_opened).ToList().ForEach(opened => opened.Dispose());

    [Fact]
    public void Many_recordings_share_one_watchdog_and_one_keeper_which_end_with_the_last_of_them()
    {
        // Threads of other tests' recordings may end meanwhile.
        string[] names = ["Contrail watchdog", "Contrail keeper", "Contrail main"];
        HashSet<string>[] before = [.. names.Select(NamedThreads.Of)];
        for (int index = 0; index < 10; index++)
        {
            Open(new FakeRuntime(Answer) { KeepsStreams = true });
        }

        HashSet<string>[] added = [.. names.Select((name, at) => NamedThreads.Of(name).Except(before[at]).ToHashSet())];
        Assert.Equal([1, 1, 10], added.Select(threads => threads.Count));
        Dispose();
        _opened.Clear();
        Assert.True(SpinWait.SpinUntil(
            () => names.Zip(added).All(pair => !NamedThreads.Of(pair.First).Overlaps(pair.Second)), Patience));
    }

    [Fact]
    public void A_runtime_that_does_not_answer_delays_no_other_recording()
    {
        int sessionCount = 0;
        FakeRuntime hung = new(command =>
            command == IpcCommand.CollectTracing5 && Interlocked.Increment(ref sessionCount) > 2
                ? null
                : Answer(command))
        {
            KeepsStreams = true,
        };
        EventPipeTarget waiting = Open(hung);
        EventPipeTarget other = Open(new FakeRuntime(Answer) { KeepsStreams = true });
        Cut(waiting);
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref sessionCount) > 2, Patience));
        Cut(other);
        Assert.True(SpinWait.SpinUntil(() => other.LastError is not null && CurrentIsLive(other), Patience));
        Assert.Contains("attached again", other.LastError, StringComparison.Ordinal);
        Assert.False(CurrentIsLive(waiting));
    }

    [Fact]
    public async Task A_recording_that_pauses_is_cut_and_the_others_continue()
    {
        ManualTime time = new();
        RecorderHost shared = new(time);
        (FakeSource.FakeStream Stream, IDrain Drain, PausingConsumer Consumer)[] all =
            [Drain(shared), Drain(shared), Drain(shared)];
        all[1].Stream.Send(Captures.Drawn().Torn());
        await all[1].Consumer.Paused.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        time.RunUntilDone(() => all[1].Stream.Closed.Wait(Patience));
        Assert.Equal([false, true, false], all.Select(one => one.Drain.WasCut));
        all[1].Consumer.Resume.Set();
        await all[1].Drain.Ended.WaitAsync(Patience, TestContext.Current.CancellationToken);

        // The watch over the others goes on.
        all[2].Stream.Send(Captures.Drawn().Torn());
        await all[2].Consumer.Paused.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        time.RunUntilDone(() => all[2].Stream.Closed.Wait(Patience));
        Assert.Equal([false, true, true], all.Select(one => one.Drain.WasCut));
        Array.ForEach(all, one => one.Consumer.Resume.Set());
        Array.ForEach(all, one => one.Drain.Close());
    }

    [Fact]
    public void Stopping_one_recorder_leaves_the_others_recording()
    {
        FakeSource[] sources = [new FakeSource(), new FakeSource(), new FakeSource()];
        FlightRecorder[] recorders =
            [.. sources.Select(source => new FlightRecorder(new FlightRecorderOptions(), source, _host))];
        _opened.AddRange(recorders);
        Array.ForEach(recorders, recorder => recorder.Start());
        recorders[1].Stop();
        Array.ForEach(sources, source => source.Stream.Send(Captures.Drawn().Torn()));
        Assert.True(SpinWait.SpinUntil(
            () => recorders[0].Health.EventCount > 0 && recorders[2].Health.EventCount > 0, Patience));
        Assert.Equal(
            [RecorderState.Recording, RecorderState.Stopped, RecorderState.Recording],
            recorders.Select(recorder => recorder.Health.State));
        Assert.True(recorders[1].Health.HeldBytes == 0 && recorders[0].Health.HeldBytes > 0);
    }

    private static byte[]? Answer(IpcCommand command) => command switch
    {
        IpcCommand.Describe3 => FakeRuntime.Success(FakeRuntime.Description("10.0.12")),
        IpcCommand.CollectTracing5 or IpcCommand.StopTracing => FakeRuntime.Success(5, 0, 0, 0, 0, 0, 0, 0),
        _ => FakeRuntime.Error(IpcRefusedException.BadEncoding),
    };

    private static void Cut(EventPipeTarget target) => ((Pump)((StreamRelay)target.MainDrain).Current).Cut();

    private static bool CurrentIsLive(EventPipeTarget target) =>
        !((StreamRelay)target.MainDrain).Current.Ended.IsCompleted;

    private EventPipeTarget Open(FakeRuntime runtime)
    {
        RecordingHost host = new(_host, Limits);
        EventPipeOptions options = new() { Rundown = RundownMode.Never, Governor = null };
        DiagnosticClient client = new(runtime.SocketPath, Patience * 2);

        // The process is not visible, as from another pid namespace: it counts as alive.
        EventPipeTarget target = EventPipeTarget.Open(0, client, options, host);
        _opened.AddRange([host, target, runtime]);
        return target;
    }

    private (FakeSource.FakeStream Stream, IDrain Drain, PausingConsumer Consumer) Drain(RecorderHost shared)
    {
        RecordingHost host = new(shared, Limits);
        _opened.Add(host);
        TraceRecording ring = host.CreateRing(Recordings.Format());
        FakeSource.FakeStream stream = new();
        PausingConsumer consumer = new(new RecordingConsumer(ring, shared.Time), shared.Time);
        return (stream, host.Drain("paused", stream, consumer), consumer);
    }
}
