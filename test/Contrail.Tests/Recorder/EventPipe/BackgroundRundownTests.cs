using Contrail.Core.NetTrace.Symbols;
using Contrail.EventPipe;
using Contrail.Ipc;
using Contrail.Tests.Recorder.Ipc;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder.EventPipe;

/// <summary>How often the names of what was compiled before are requested.</summary>
public sealed class BackgroundRundownTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SetTimestamp _time = new();
    private readonly HeldHost _host;
    private bool _isAnswered;

    public BackgroundRundownTests() => _host = new HeldHost(_time);

    [Theory]
    [InlineData(true, 1)]       // It was incomplete, usually because it does not fit into a buffer.
    [InlineData(false, 6)]
    public void A_rundown_that_was_answered_is_repeated_once_and_one_that_was_not_six_times(
        bool isAnswered, int repeatCount)
    {
        _isAnswered = isAnswered;
        using FakeRuntime runtime = new(Answer) { KeepsStreams = true };
        DiagnosticClient client = new(runtime.SocketPath);
        using BackgroundRundown rundown = Rundown();
        rundown.Begin(client);
        rundown.Wait(Patience);
        int repeatedCount = 0;
        while (IsDueLater(rundown) && repeatedCount < 10)
        {
            repeatedCount++;
            rundown.Repeat(client);
            rundown.Wait(Patience);
        }

        Assert.Equal((repeatCount, RundownOutcome.Failed), (repeatedCount, rundown.State));
        Assert.Equal(repeatCount + 1, runtime.Requests.Count(command => command == IpcCommand.StopTracing));
    }

    [Fact]
    public void A_rundown_that_has_no_thread_is_in_the_state_before_it()
    {
        using FakeRuntime runtime = new(Answer);
        using BackgroundRundown rundown = Rundown();
        _host.HasNoThread = true;
        Assert.ThrowsAny<OutOfMemoryException>(() => rundown.Begin(new DiagnosticClient(runtime.SocketPath)));
        Assert.Equal(RundownOutcome.Never, rundown.State);
    }

    private bool IsDueLater(BackgroundRundown rundown)
    {
        Assert.False(rundown.IsDue);
        _time.Ticks += TimeSpan.FromMinutes(1).Ticks;
        return rundown.IsDue;
    }

    private BackgroundRundown Rundown() => new(
        SessionPlan.Rundown(null, 10),
        RundownOutcome.Never,
        new SymbolTable(SymbolTable.MinCapacityBytes),
        _host,
        new AttachWatch(0, Patience, new HeldHost()));

    private byte[]? Answer(IpcCommand command)
    {
        if (command == IpcCommand.StopTracing && _isAnswered)
        {
            // Nothing has arrived, so it is not complete.
            _host["Contrail rundown"].End();
        }

        return command switch
        {
            IpcCommand.Describe3 => FakeRuntime.Success(FakeRuntime.Description("10.0.12")),
            IpcCommand.CollectTracing5 => FakeRuntime.Success(5, 0, 0, 0, 0, 0, 0, 0),
            IpcCommand.StopTracing when _isAnswered => FakeRuntime.Success(5, 0, 0, 0, 0, 0, 0, 0),
            _ => FakeRuntime.Error(IpcRefusedException.BadEncoding),
        };
    }

    private sealed class SetTimestamp : TimeProvider
    {
        public long Ticks { get; set; } = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Ticks;
    }
}
