using Contrail.Snapshots;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder.Snapshots;

public sealed class SnapshotGateTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_writer_whose_own_cancellation_hangs_does_not_delay_a_stop()
    {
        ManualTime time = new();
        SnapshotGate gate = new(time);
        gate.Enter();
        using ManualResetEventSlim never = new();
        using CancellationTokenRegistration ofTheWriter = gate.Aborted.Register(() => never.Wait(Patience * 2));
        Task abort = Begin(gate.Abort);
        time.RunUntilDone(gate.Close);
        Assert.False(abort.IsCompleted);
        never.Set();
        await abort.WaitAsync(Patience);
    }

    private static Task Begin(Action act) => Task.Factory.StartNew(
        act, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
