using Contrail.Core.Ring.Lanes.Figures;
using Contrail.Machine.Figures;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder.Machine.Figures;

/// <summary>The group of a process is read, those above only if they limit it, and another one after a move.</summary>
public sealed class CgroupFiguresTests : IDisposable
{
    private static readonly FigureEvent Cgroup = FigureTable.Cgroup;

    private readonly string _mount = Directory.CreateTempSubdirectory("contrail-groups-").FullName;

    public void Dispose() => Directory.Delete(_mount, recursive: true);

    [Fact]
    public void Groups_above_are_reported_only_if_they_limit()
    {
        Write("memory.current", "9\n");
        Write("pod/cpu.max", "50000 100000\n");
        Write("pod/slice/memory.max", "max\n");
        Write("pod/slice/app/memory.current", "7\n");
        using FakeProc proc = Proc("/pod/slice/app");
        using FigureReader reader = FigureReader.Open(FakeProc.Pid, proc.Path)!;

        KeptFigures turn = KeptFigures.Read(reader)!;

        Assert.Equal(["/pod/slice/app", "/pod"], turn.Subjects(Cgroup).Select(group => group.Text));
        Assert.Equal(7, turn.Of(Cgroup, "MemoryBytes", "/pod/slice/app"));
        Assert.Equal(FigureTable.Unknown, turn.Of(Cgroup, "MemoryLimit", "/pod/slice/app"));
        Assert.Equal(0, turn.Of(Cgroup, "Level", "/pod/slice/app"));
        Assert.Equal(2, turn.Of(Cgroup, "Level", "/pod"));
        Assert.Equal(50_000_000, turn.Of(Cgroup, "CpuQuota", "/pod"));
    }

    [Fact]
    public void A_process_that_is_moved_is_followed()
    {
        Write("a/memory.current", "1\n");
        Write("b/memory.current", "2\n");
        using FakeProc proc = Proc("/a");
        using FigureReader reader = FigureReader.Open(FakeProc.Pid, proc.Path)!;
        Assert.Equal(1, KeptFigures.Read(reader)!.Of(Cgroup, "MemoryBytes"));

        proc.Target("cgroup", "0::/b\n");
        Assert.Equal(2, KeptFigures.Read(reader)!.Of(Cgroup, "MemoryBytes"));
    }

    [Fact]
    public void A_group_that_is_not_visible_is_not_reported()
    {
        using FakeProc proc = Proc("/../elsewhere");
        using FigureReader reader = FigureReader.Open(FakeProc.Pid, proc.Path)!;
        Assert.DoesNotContain("Cgroup", KeptFigures.Read(reader)!.Names);
    }

    // A group's files can only be those of the kernel; a link would lead elsewhere.
    [Fact]
    public void A_link_is_not_followed()
    {
        Write("a/elsewhere", "5\n");
        File.CreateSymbolicLink(Path.Combine(_mount, "a/memory.current"), Path.Combine(_mount, "a/elsewhere"));
        using FakeProc proc = Proc("/a");
        using FigureReader reader = FigureReader.Open(FakeProc.Pid, proc.Path)!;
        Assert.Equal(FigureTable.Unknown, KeptFigures.Read(reader)!.Of(Cgroup, "MemoryBytes"));
    }

    private FakeProc Proc(string group) => new FakeProc().Stat().Target("cgroup", $"0::{group}\n")
        .Mounts($"1 2 0:3 / {_mount} rw - cgroup2 cgroup2 rw\n");

    private void Write(string name, string text)
    {
        string path = Path.Combine(_mount, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
