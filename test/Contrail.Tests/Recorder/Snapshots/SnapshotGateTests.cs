using Contrail.Snapshots;
using Xunit;

namespace Contrail.Tests.Recorder.Snapshots;

public sealed class SnapshotGateTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_writer_whose_own_cancellation_hangs_does_not_delay_a_stop()
    {
        SnapshotGate gate = new();
        gate.Enter();
        using ManualResetEventSlim never = new();
        using CancellationTokenRegistration ofTheWriter = gate.Aborted.Register(() => never.Wait(Patience * 2));
        Task close = Begin(gate.Close);
        Task abort = Begin(gate.Abort);
        await close.WaitAsync(Patience);
        Assert.False(abort.IsCompleted);
        never.Set();
        await abort.WaitAsync(Patience);
    }

    private static Task Begin(Action act) => Task.Factory.StartNew(
        act, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
