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
        Assert.True(proc.HasEnded(77, 500));
        Assert.False(proc.HasEnded(77, 900));
        fake.Add(77, uid: 1000, startTicks: 900, state: 'Z');
        Assert.True(proc.HasEnded(77, 900));
        Assert.True(proc.HasEnded(78, 900));
    }

    /// <summary>Without a descriptor nothing of a process can be read, and it lives.</summary>
    [Fact]
    public void A_process_that_cannot_be_read_has_not_ended()
    {
        using FakeProc fake = new(ownUid: 1000);
        Directory.CreateDirectory(Path.Combine(fake.Root, "77/stat"));
        ProcDirectory proc = new(fake.Root);
        Assert.Null(proc.Stat(77, 500));
        Assert.False(proc.HasEnded(77, 500));
    }
}
