using Contrail.Processes;
using Contrail.Tests.Recorder.Ipc;
using Xunit;

namespace Contrail.Tests.Recorder.Processes;

/// <summary>The recorded process chooses what is in the place of its configuration.</summary>
public sealed class RuntimeConfigTests : IDisposable
{
    private const int Pid = 77;
    private const string Name = "Shop.runtimeconfig.json";

    private const string Json = "{\"runtimeOptions\":{\"configProperties\":{"
        + "\"System.Diagnostics.Tracing.EventSource.IsSupported\":false}}}";

    private readonly FakeProc _proc = new(ownUid: 1000);
    private readonly string _root;

    public RuntimeConfigTests()
    {
        _proc.Add(Pid, uid: 1000);
        _root = Directory.CreateDirectory(Path.Combine(_proc.Root, $"{Pid}/root/srv")).Parent!.FullName;
        File.CreateSymbolicLink(Path.Combine(_proc.Root, $"{Pid}/exe"), "/srv/Shop");
    }

    private bool IsOff => RuntimeConfig.TurnsEventSourcesOff(new ProcDirectory(_proc.Root), Pid);

    public void Dispose() => _proc.Dispose();

    [Fact]
    public void A_regular_file_is_read()
    {
        File.WriteAllText(Path.Combine(_root, "srv", Name), Json);
        Assert.True(IsOff);
    }

    [Fact]
    public void A_pipe_is_not_opened()
    {
        string pipe = Path.Combine(_root, "srv", Name);
        using System.Diagnostics.Process make = System.Diagnostics.Process.Start("mkfifo", pipe);
        make.WaitForExit();
        Assert.True(File.Exists(pipe));

        // An open for reading would wait for a writer.
        Assert.False(IsOff);
    }

    [Theory]
    [InlineData("absolute")]
    [InlineData("../../../config")]
    [InlineData("/inside")]
    public void A_link_in_place_of_the_file_is_not_followed(string target)
    {
        string outside = _proc.Write("config", Json);
        File.WriteAllText(Path.Combine(_root, "inside"), Json);
        File.CreateSymbolicLink(Path.Combine(_root, "srv", Name), target == "absolute" ? outside : target);
        Assert.False(IsOff);
    }

    [Fact]
    public void A_folder_that_links_to_the_outside_is_resolved_inside_the_root_of_the_process()
    {
        string outside = Path.GetDirectoryName(_proc.Write("outside/" + Name, Json))!;
        Directory.Delete(Path.Combine(_root, "srv"));
        File.CreateSymbolicLink(Path.Combine(_root, "srv"), outside);
        Assert.False(IsOff);

        // The same path, as the process sees it.
        string inside = _root + outside;
        Directory.CreateDirectory(inside);
        File.WriteAllText(Path.Combine(inside, Name), Json);
        Assert.True(IsOff);
    }

    [Fact]
    public void A_file_that_is_too_large_is_not_read()
    {
        string path = Path.Combine(_root, "srv", Name);
        File.WriteAllText(path, Json + new string(' ', (1 << 20) - Json.Length));
        Assert.True(IsOff);
        File.AppendAllText(path, " ");
        Assert.False(IsOff);
    }

    [Fact]
    public void A_file_system_that_does_not_answer_delays_nothing()
    {
        using ManualResetEventSlim answer = new();
        (Func<bool> result, Thread? thread) = RuntimeConfig.Begin(() =>
        {
            answer.Wait();
            return true;
        });
        Assert.False(result());
        answer.Set();
        thread!.Join();
        Assert.True(result());
    }
}
