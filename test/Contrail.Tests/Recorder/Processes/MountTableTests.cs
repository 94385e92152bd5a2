using Contrail.Processes;
using Xunit;

namespace Contrail.Tests.Recorder.Processes;

public sealed class MountTableTests
{
    private const string Table = """
        21 1 8:1 / / ro,relatime shared:1 - ext4 /dev/sda1 rw
        22 21 0:5 / /tmp rw,nosuid - tmpfs tmpfs rw,size=10k
        23 21 0:6 / /tmp/in\040side ro - tmpfs tmpfs ro
        24 21 0:7 / /proc rw,nosuid - proc proc rw,hidepid=invisible
        short line
        """;

    [Theory]
    [InlineData("/", true)]
    [InlineData("/tmpfoo", true)]                  // Not within /tmp.
    [InlineData("/tmp", false)]
    [InlineData("/tmp/deep/er", false)]
    [InlineData("/tmp/in side/x", true)]
    public void The_deepest_mount_decides_whether_a_path_is_writable(string path, bool isReadOnly) =>
        Assert.Equal(isReadOnly, new MountTable(Table).IsReadOnly(path));

    [Theory]
    [InlineData("24 21 0:5 / /tmp ro - tmpfs tmpfs ro", true)]
    [InlineData("24 21 0:5 / /tmp rw - tmpfs tmpfs rw", false)]
    public void The_later_of_two_mounts_at_one_path_applies(string later, bool isReadOnly) =>
        Assert.Equal(isReadOnly, new MountTable(Table + "\n" + later).IsReadOnly("/tmp/x"));

    [Fact]
    public void Hidden_processes_are_an_option_of_the_proc_mount()
    {
        Assert.Equal("invisible", new MountTable(Table).Hidepid());
        Assert.Null(new MountTable("24 21 0:7 / /proc rw - proc proc rw,hidepid=0").Hidepid());
        Assert.Null(new MountTable("").Hidepid());
    }

    [Fact]
    public void An_unknown_mount_is_not_read_only() => Assert.False(default(MountTable).IsReadOnly("/tmp"));
}
