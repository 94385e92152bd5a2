using Contrail.Launch;
using Contrail.Processes;
using Contrail.Tests.Recorder.Ipc;
using Xunit;

namespace Contrail.Tests.Recorder.Launch;

/// <summary>Which .NET processes a recorded program has started, as /proc shows it.</summary>
public sealed class DescendantsTests
{
    private const string Runtime = "7f00-7f01 r-xp 00000000 08:01 1 /usr/share/dotnet/libcoreclr.so\n";

    // pid<parent, with '*' where a runtime is mapped; of process 10.
    [Theory]
    [InlineData("10<1* 11<10*", "11")]
    [InlineData("10<1* 11<10 12<11*", "12")]                   // A shell in between.
    [InlineData("10<1* 11<10* 12<11* 13<12", "11 12")]
    [InlineData("10<1* 11<1* 12<11*", "")]                     // Of another process.
    [InlineData("10<1* 11<10", "")]
    [InlineData("10<11* 11<10*", "11")]                        // A circle: ids that were given again meanwhile.
    [InlineData("", "")]                                       // It has ended.
    public void Children_and_their_descendants_are_found_and_no_others(string processes, string found)
    {
        using FakeProc proc = new(ownUid: 1000);
        foreach (string process in processes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = process.TrimEnd('*').Split('<');
            string fields = $"{parts[1]} 2 3 0 -1 4194304 1 0 0 0 5 6 0 0 20 0 13 0 100 100 200";
            proc.Write($"{parts[0]}/stat", $"{parts[0]} (app) S {fields}\n");
            proc.Write($"{parts[0]}/maps", process.EndsWith('*') ? Runtime : "");
        }

        Assert.Equal(found, string.Join(' ', Descendants.DotnetOf(10, new ProcDirectory(proc.Root)).Order()));
    }
}
