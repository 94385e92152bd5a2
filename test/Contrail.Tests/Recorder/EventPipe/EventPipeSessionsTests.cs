using Contrail.Core.Formats;
using Contrail.Core.Ring;
using Contrail.EventPipe;
using Contrail.Ipc;
using Contrail.Tests.Recorder.Ipc;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder.EventPipe;

/// <summary>The sessions of a runtime whose streams end on the test's request.</summary>
public sealed class EventPipeSessionsTests : IDisposable
{
    private const string Names = "Contrail symbols";

    /// <summary>Several of the runtime's flushes, and well below what a wait for names may take.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(400);

    private static readonly TimeSpan MaxNames = TimeSpan.FromSeconds(2);

    private readonly FakeRuntime _runtime = new(Answer) { KeepsStreams = true };
    private readonly ManualTime _waits = new();
    private readonly HeldHost _host;
    private readonly SetTimestamp _time = new();
    private readonly EventPipeSessions _sessions;

    public EventPipeSessionsTests()
    {
        _host = new HeldHost(_waits);
        DiagnosticClient client = new(_runtime.SocketPath);
        _sessions = EventPipeSessions.Open(
            client, client, Profile.Default, isOwn: false, 42, new TraceClock(_time, TimeSpan.Zero), 16, _host);
    }

    public void Dispose()
    {
        _sessions.Close();
        _sessions.Recording.Dispose();
        _runtime.Dispose();
    }

    [Fact]
    public async Task Names_of_a_process_that_has_ended_are_awaited_to_the_end_of_their_stream()
    {
        _sessions.Main.Finish();
        Task ending = Task.Delay(Late, TestContext.Current.CancellationToken)
            .ContinueWith(_ => _host[Names].End(), TaskScheduler.Default);
        _sessions.WaitForNames(isGone: true, TestContext.Current.CancellationToken);
        Assert.True(_host[Names].Ended.IsCompleted);
        await ending;
    }

    [Fact]
    public void Names_of_a_process_that_has_ended_are_awaited_for_two_seconds_at_most()
    {
        _sessions.Main.Finish();
        long started = _waits.GetTimestamp();
        _waits.RunUntilDone(() => _sessions.WaitForNames(isGone: true, TestContext.Current.CancellationToken));
        Assert.Equal(MaxNames, _waits.GetElapsedTime(started));
        Assert.False(_host[Names].Ended.IsCompleted);
    }

    [Fact]
    public void Names_of_a_living_process_are_awaited_for_one_flush()
    {
        _sessions.Main.Finish();
        long started = _waits.GetTimestamp();
        _waits.RunUntilDone(() => _sessions.WaitForNames(isGone: false, TestContext.Current.CancellationToken));
        Assert.Equal(TimeSpan.FromMilliseconds(110), _waits.GetElapsedTime(started));
        Assert.False(_host[Names].Ended.IsCompleted);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(2)]
    public void A_loss_at_a_change_of_the_profile_does_not_end_before_it_begins(int latestSeconds)
    {
        NetTraceFile file = new();
        TraceTicks latest = file.At(10_000);
        file.Add(RuntimeEvents.Custom("App", 1, "Tick"), at: 10_000).CloseBlock();
        _time.Ticks = latest.Value - (latestSeconds * _time.TimestampFrequency);
        Feed(file.Torn());
        Assert.Equal(latest, _sessions.Recording.Latest);
        _waits.RunUntilDone(() => _sessions.Main.Change(Profile.Collections, "a test"));
        using FrozenRing ring = _sessions.Recording.Freeze(latest)!;
        Loss loss = Assert.Single(ring.Losses, one => one.Reason == LossReason.ProfileChanged);
        Assert.True(loss.From <= loss.To, $"It is from {loss.From} to {loss.To}.");
    }

    [Fact]
    public async Task A_change_of_the_profile_does_not_wait_for_a_snapshot_in_progress()
    {
        NetTraceFile file = new();
        file.Add(RuntimeEvents.Custom("App", 1, "Tick"), at: 1).CloseBlock();
        Feed(file.Torn());
        using CancellationTokenSource over = new();
        using ManualResetEventSlim isWaiting = new();
        Task<bool> waiting = Task.Factory.StartNew(
            () => _sessions.Consumer.WaitUntil(
                () =>
                {
                    isWaiting.Set();
                    return over.IsCancellationRequested;
                },
                TimeSpan.FromSeconds(20),
                CancellationToken.None),
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        isWaiting.Wait(TestContext.Current.CancellationToken);
        using FrozenRing ring = _sessions.Recording.Freeze(file.At(1))!;
        _waits.RunUntilDone(() => _sessions.Main.Change(Profile.Collections, "a test"));
        Assert.Equal(Profile.Collections, _sessions.Main.Profile);
        Assert.False(waiting.IsCompleted);
        await over.CancelAsync();
        _sessions.Main.Finish();
        Assert.True(await waiting);
    }

    [Fact]
    public void Names_are_not_requested_from_a_runtime_that_is_still_sending_them()
    {
        AttachWatch attach = new(0, TimeSpan.FromSeconds(30), _host);
        _sessions.BeginRundown(attach, new EventPipeOptions(), null, 10);
        Assert.Equal(RundownOutcome.Pending, _sessions.SymbolFacts.Rundown);
        SymbolSession before = _sessions.SymbolsSession;

        // Returns at once: the keeper of the sessions has the process to look at.
        _sessions.ReopenSymbols();
        Assert.Same(before, _sessions.SymbolsSession);
        Assert.Equal(RundownOutcome.Pending, _sessions.SymbolFacts.Rundown);
    }

    private static byte[]? Answer(IpcCommand command) => command switch
    {
        IpcCommand.Describe3 => FakeRuntime.Success(FakeRuntime.Description("10.0.12")),
        IpcCommand.CollectTracing5 or IpcCommand.StopTracing => FakeRuntime.Success(5, 0, 0, 0, 0, 0, 0, 0),
        _ => FakeRuntime.Error(IpcRefusedException.BadEncoding),
    };

    private void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            Span<byte> room = _sessions.Consumer.Room();
            int taken = Math.Min(room.Length, bytes.Length);
            bytes[..taken].CopyTo(room);
            Assert.True(_sessions.Consumer.Advance(taken));
            bytes = bytes[taken..];
        }
    }

    private sealed class SetTimestamp : TimeProvider
    {
        public long Ticks { get; set; } = 1_000_000_000;

        public override long TimestampFrequency => 1_000_000_000;

        public override long GetTimestamp() => Ticks;
    }
}
