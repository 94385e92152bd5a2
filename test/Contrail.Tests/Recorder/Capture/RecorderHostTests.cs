using Contrail.Capture;
using Contrail.Core.Bytes;
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
        time.RunUntil(all[1].Stream.Closed);
        Assert.Equal([false, true, false], all.Select(one => one.Drain.WasCut));
        all[1].Consumer.Resume.Set();
        await all[1].Drain.Ended.WaitAsync(Patience, TestContext.Current.CancellationToken);

        // The watch over the others goes on.
        all[2].Stream.Send(Captures.Drawn().Torn());
        await all[2].Consumer.Paused.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        time.RunUntil(all[2].Stream.Closed);
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

    [Fact]
    public void Floods_of_many_recordings_stay_within_the_memory_limit_of_their_host()
    {
        MemoryBudget memory = new(32 << 20);
        RecorderHost host = new(TimeProvider.System, memory);
        FlightRecorderOptions options = new() { Period = TimeSpan.FromHours(1), MaxBytes = 16 << 20 };
        FakeSource[] sources = [.. Enumerable.Range(0, 6).Select(_ => new FakeSource())];
        FlightRecorder[] recorders = [.. sources.Select(source => new FlightRecorder(options, source, host))];
        _opened.AddRange(recorders);
        Array.ForEach(recorders, recorder => recorder.Start());
        byte[] flood = Flood(megabytes: 16);
        foreach (byte[] chunk in flood.Chunk(60_000))
        {
            Array.ForEach(sources, source => source.Stream.Send(chunk));
        }

        long most = 0;
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                most = Math.Max(most, memory.ReservedBytes);
                return recorders.All(recorder => recorder.Health.StreamBytes == flood.Length);
            },
            Patience));
        most = Math.Max(most, memory.ReservedBytes);
        Assert.InRange(most, memory.MaxBytes / 2, memory.MaxBytes);
        Assert.All(recorders, recorder => Assert.Equal(RecorderState.Recording, recorder.Health.State));
        recorders[0].Stop();
        Assert.Equal(5, memory.RecordingCount);
    }

    [Fact]
    public void A_recorder_that_finds_no_memory_left_fails_to_start_with_the_limit_in_its_message()
    {
        RecorderHost host = new(TimeProvider.System, new MemoryBudget(8 << 20));
        FlightRecorder[] recorders = [.. Enumerable.Range(0, 3).Select(
            _ => new FlightRecorder(new FlightRecorderOptions(), new FakeSource(), host))];
        _opened.AddRange(recorders);
        recorders[0].Start();
        recorders[1].Start();
        SourceUnavailableException refused = Assert.Throws<SourceUnavailableException>(recorders[2].Start);
        Assert.Contains("memory limit of 8 MiB", refused.Message, StringComparison.Ordinal);
        recorders[0].Stop();
        recorders[2].Start();
    }

    private static byte[] Flood(int megabytes)
    {
        FileEvent large = RuntimeEvents.Custom("Drawn", 1, "Large") with { Payload = new byte[40_000] };
        NetTraceFile file = new();
        for (int index = 0; index < megabytes * 26; index++)
        {
            file.Add(large, index * 100).CloseBlock();
        }

        return file.Torn();
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
