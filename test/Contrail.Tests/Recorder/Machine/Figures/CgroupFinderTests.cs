using Contrail.Core.Ring.Lanes.Figures;
using Contrail.Machine.Figures;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Recorder.Machine.Figures;

/// <summary>The folders of control groups are found, and only below a mount of control groups.</summary>
public sealed class CgroupFinderTests
{
    private const string Unified = "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n";

    private const string Legacy =
        "31 23 0:27 / /sys/fs/cgroup rw - tmpfs tmpfs ro\n"
        + "32 31 0:28 / /sys/fs/cgroup/cpu,cpuacct rw shared:10 master:2 - cgroup cgroup rw,cpu,cpuacct\n"
        + "35 31 0:31 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n";

    [Fact]
    public void The_second_version_is_one_folder() => Assert.Equal(
        [new CgroupLocation(FigureFolder.Cgroup2, "/sys/fs/cgroup", "/app.slice/x:y")],
        CgroupFinder.Find("0::/app.slice/x:y\n", Unified));

    [Fact]
    public void The_first_version_is_a_folder_for_each_controller() => Assert.Equal(
        [
            new CgroupLocation(FigureFolder.CgroupCpu, "/sys/fs/cgroup/cpu,cpuacct", "/a"),
            new CgroupLocation(FigureFolder.CgroupCpuacct, "/sys/fs/cgroup/cpu,cpuacct", "/a"),
            new CgroupLocation(FigureFolder.CgroupMemory, "/sys/fs/cgroup/memory", ""),
        ],
        CgroupFinder.Find("9:name=systemd:/s\n4:memory:/\n2:cpu,cpuacct:/a\n", Legacy));

    [Fact]
    public void Both_versions_can_be_there() => Assert.Equal(
        [FigureFolder.CgroupMemory, FigureFolder.Cgroup2],
        CgroupFinder.Find("0::/a\n4:memory:/a\n", Unified + Legacy).Select(found => found.Folder));

    // As in a container of the first version, which sees its own part of the hierarchy.
    [Theory]
    [InlineData("/docker/abc", "/docker/abc", "")]
    [InlineData("/docker/abc", "/docker/abc/inner", "/inner")]
    [InlineData("/docker/abc", "/docker/abcd", null)]
    [InlineData("/docker/abc", "/other", null)]
    [InlineData("/", "/../other", null)]
    [InlineData("/", "/a/../../etc", null)]
    [InlineData("/..", "/../other", "/other")]
    [InlineData("/", "/", "")]
    public void A_group_outside_of_the_mount_is_unknown(string root, string path, string? expected)
    {
        string mount = $"30 23 0:26 {root} /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";
        Assert.Equal(
            expected, CgroupFinder.Find($"0::{path}\n", mount).Select(found => found.GroupPath).SingleOrDefault());
    }

    [Fact]
    public void A_mount_with_spaces_is_found() => Assert.Equal(
        "/my groups\\x",
        Assert.Single(CgroupFinder.Find("0::/\n", "1 2 0:3 / /my\\040groups\\134x rw - cgroup2 c rw\n")).Path);

    [Fact]
    public void Groups_above_end_at_the_mount()
    {
        CgroupLocation? location = new(FigureFolder.Cgroup2, "/m", "/a/b");
        List<string> paths = [];
        for (; location is not null; location = location.Parent)
        {
            paths.Add(location.Path);
        }

        Assert.Equal(["/m/a/b", "/m/a", "/m"], paths);
    }

    [Fact]
    public void No_text_throws_or_leads_out_of_a_mount() =>
        Gen.Select(
                Words("0::", "4:memory:", "/", "..", "a", "\n", ":", "cpu"),
                Words("1 2 0:3 / /m", " - ", "cgroup2", " ", "\n", "/..", "rw", "\\040", "cgroup"))
            .Sample((groups, mounts) => CgroupFinder
                .Find(string.Concat(groups), Unified + Legacy + string.Concat(mounts))
                .All(found => !found.GroupPath.Split('/').Contains("..")));

    private static Gen<List<string>> Words(params string[] words) =>
        Gen.Int[0, words.Length - 1].Select(index => words[index]).List[0, 30];
}
