using System.Diagnostics;
using Contrail.Capture;
using Contrail.Core.Ring;
using Contrail.EventPipe;
using Contrail.Ipc;
using Contrail.Tests.Recorder.Ipc;
using Xunit;

namespace Contrail.Tests.Recorder.EventPipe;

public sealed class SlowRuntimeTests
{
    private const int Pid = 4_000_042;
    private static readonly TimeSpan MaxPatience = TimeSpan.FromSeconds(5);
    private static readonly EventPipeOptions Hurried = new() { AttachTimeout = TimeSpan.FromSeconds(1) };

    [Fact]
    public void A_runtime_has_at_most_five_seconds_by_default() =>
        Assert.InRange(new EventPipeOptions().AttachTimeout, TimeSpan.FromSeconds(1), MaxPatience);

    [Fact]
    public void A_runtime_that_never_answers_is_abandoned_when_its_time_is_over()
    {
        using FakeRuntime runtime = new(_ => null);
        Assert.Throws<TimeoutException>(() => OpenInTime(runtime));
        Assert.Equal([IpcCommand.Describe3], runtime.Requests);
    }

    [Fact]
    public void Slow_answers_share_one_time()
    {
        // Each alone would be in time.
        using ManualResetEventSlim never = new();
        using FakeRuntime runtime = new(command =>
        {
            never.Wait(TimeSpan.FromSeconds(0.6), TestContext.Current.CancellationToken);
            return command == IpcCommand.Describe1 ? null : FakeRuntime.Error(IpcRefusedException.UnknownCommand);
        });
        Assert.Throws<TimeoutException>(() => OpenInTime(runtime));
    }

    private static void OpenInTime(FakeRuntime runtime)
    {
        using RecordingHost host = new(RecorderHost.Default, new RecordingLimits(TimeSpan.FromSeconds(1), 1 << 20));
        long started = Stopwatch.GetTimestamp();
        try
        {
            EventPipeTarget.Open(
                Pid, new DiagnosticClient(runtime.SocketPath), Hurried, host);
        }
        finally
        {
            Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, MaxPatience);
        }
    }
}
