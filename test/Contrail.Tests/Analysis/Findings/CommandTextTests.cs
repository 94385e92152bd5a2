using System.Diagnostics;
using Contrail.Analysis.Findings;
using Xunit;

namespace Contrail.Tests.Analysis.Findings;

public sealed class CommandTextTests
{
    [Theory]
    [InlineData("/var/snapshots/Shop-42.nettrace", "/var/snapshots/Shop-42.nettrace")]
    [InlineData("-rf", "./-rf")]
    [InlineData("=ls", "'=ls'")]
    [InlineData("", "''")]
    [InlineData("a b", "'a b'")]
    [InlineData("it's $(id) `id` \"x\" \\ ; & | \n é", null)]
    [InlineData("'", null)]
    public void A_path_is_one_word_of_a_shell(string path, string? word)
    {
        Assert.Equal(word ?? CommandText.PathWord(path), CommandText.PathWord(path));
        string echo = EchoOf(CommandText.PathWord(path));
        Assert.Equal(path, echo.StartsWith("./", StringComparison.Ordinal) ? echo[2..] : echo);
    }

    [Fact]
    public void A_method_of_a_file_adds_no_command()
    {
        const string Method = "Shop.Run('x'; rm -rf)";
        string command = CommandText.Callers(Method);
        Assert.Equal(Method, EchoOf(command[command.IndexOf('\'', StringComparison.Ordinal)..]));
    }

    private static string EchoOf(string words)
    {
        ProcessStartInfo shell = new("sh") { RedirectStandardOutput = true };
        shell.ArgumentList.Add("-c");
        shell.ArgumentList.Add($"printf %s {words}");
        using Process process = Process.Start(shell)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
