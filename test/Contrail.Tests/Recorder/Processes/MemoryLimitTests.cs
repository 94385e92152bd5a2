using Contrail.Processes;
using Xunit;

namespace Contrail.Tests.Recorder.Processes;

public sealed class MemoryLimitTests
{
    [Theory]
    [InlineData("0::/a/b\n", "/m/a/b/memory.max=100", 100L)]
    [InlineData("0::/a/b\n", "/m/a/b/memory.max=100 /m/a/memory.max=50", 50L)]          // The parent has less.
    [InlineData("0::/a/b\n", "/m/a/b/memory.max=max /m/a/memory.max=50", 50L)]
    [InlineData("0::/a\n", "/m/a/memory.max=max", null)]
    [InlineData("0::/\n", "/m/memory.max=70", 70L)]                                     // Inside a container.
    [InlineData("0::/a:b\n", "/m/a:b/memory.max=70", 70L)]                              // A colon in the name.
    [InlineData("4:memory:/p/q\n0::/\n", "/m/memory/p/q/memory.limit_in_bytes=80", 80L)]
    [InlineData("4:cpu,memory:/p\n", "/m/memory/p/memory.limit_in_bytes=80", 80L)]
    [InlineData("4:memory:/p\n", "/m/memory/p/memory.limit_in_bytes=9223372036854771712", null)]
    [InlineData("4:cpu:/p\n", "/m/memory/p/memory.limit_in_bytes=80", null)]
    [InlineData("0::/a\n", "/m/a/memory.max=garbage", null)]
    [InlineData("0::/a\n", "/m/a/memory.max=0", null)]
    [InlineData("garbage\n:\n", "/m/memory.max=1", null)]
    [InlineData("", "/m/memory.max=1", null)]
    public void Is_the_least_of_the_groups(string cgroup, string files, long? bytes)
    {
        Dictionary<string, string> contents = files.Split(' ').Select(file => file.Split('=')).ToDictionary(
            file => file[0], file => file[1] + "\n");
        Assert.Equal(bytes, MemoryLimit.Of(cgroup, "/m", contents.GetValueOrDefault));
    }
}
