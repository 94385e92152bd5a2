using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>A pipe is read like a file.</summary>
public sealed class PipeTests
{
    private static readonly string Capture = Path.Combine(
        Repository.Root, "test", "Contrail.Tests", "Corpus", "net10.nettrace");

    [Theory]
    [InlineData("info", "/dev/stdin")]
    [InlineData("info", "-")]
    [InlineData("summary", "-")]
    [InlineData("verify", "-")]
    public async Task A_trace_from_a_pipe_has_the_same_result_as_the_file(string command, string name)
    {
        Ended file = await ContrailProcess.RunAsync(command, Capture);
        Ended pipe = await Command.RunAsync(
            "bash", ["-c", $"cat {Capture} | {TerminalSession.Contrail} {command} {name}"], TimeSpan.FromSeconds(60));
        Assert.NotEqual("", file.Output);
        Assert.Equal((file.ExitCode, file.Output), (pipe.ExitCode, pipe.Output));
    }
}
