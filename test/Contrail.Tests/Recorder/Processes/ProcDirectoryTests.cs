using Contrail.Processes;
using Contrail.Tests.Recorder.Ipc;
using Xunit;

namespace Contrail.Tests.Recorder.Processes;

public sealed class ProcDirectoryTests
{
    [Fact]
    public void A_process_has_ended_when_another_has_its_id()
    {
        using FakeProc fake = new(ownUid: 1000);
        ProcDirectory proc = new(fake.Root);
        fake.Add(77, uid: 1000, startTicks: 500, state: 'T');
        Assert.True(proc.Stat(77, 500)!.Value.IsStopped);
        fake.Add(77, uid: 1000, startTicks: 900);
        Assert.Null(proc.Stat(77, 500));
        Assert.NotNull(proc.Stat(77));
    }
}
