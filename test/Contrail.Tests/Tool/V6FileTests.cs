using System.Text.Json;
using Contrail.Tests.Support;
using Contrail.Tool;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>A file of nettrace 6 at the command line: output and exit codes are those of any other file.</summary>
public sealed class V6FileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-v6-").FullName;

    public static TheoryData<string> Commands { get; } =
        ["info", "summary", "verify", "view providers", "view events", "view threads"];

    private string Path => System.IO.Path.Combine(_folder, "six.nettrace");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_whole_file_has_exit_code_0_and_nothing_on_standard_error(string command)
    {
        File.WriteAllBytes(Path, Universal().Whole());
        (int exit, string output, string error) = Run(command);
        Assert.Equal((0, ""), (exit, error));
        Assert.NotEmpty(output);
        (exit, string json, error) = Run(command, "--json");
        Assert.Equal((0, ""), (exit, error));
        using JsonDocument document = JsonDocument.Parse(json);
        Assert.NotEmpty(document.RootElement.EnumerateObject());
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_torn_file_has_exit_code_1_and_its_content_up_to_the_tear(string command)
    {
        File.WriteAllBytes(Path, Universal().Torn(missingBytes: 3));
        (int exit, string output, string error) = Run(command);
        Assert.True((exit, error.Length > 0) == (command == "info" ? (0, false) : (1, true)), $"{exit}: {error}");
        Assert.NotEmpty(output);
    }

    [Fact]
    public void Version_processes_and_events_are_shown()
    {
        File.WriteAllBytes(Path, Universal().Whole());
        Assert.Contains("nettrace 6", Run("info").Output);
        Assert.StartsWith("complete: nettrace 6, 8 events in ", Run("verify").Output);
        string summary = Run("summary").Output;
        Assert.Contains("shop", summary);
        Assert.Contains("nettrace 6", summary);
        string events = Run("view events", "--filter", "event = Tick", "--csv").Output;
        Assert.Equal(6, events.Split("Drawn,Tick").Length - 1);
    }

    private static V6File Universal()
    {
        byte[] described = new PayloadWriter().Var(42).ShortUtf8("shop").ShortUtf8("").ToArray();
        return V6Mutations.Sound().Row(3, "Universal.System", 0, "ExistingProcess")
            .Event(3, 55, thread: 1, described).Event(1, 60, thread: 1).Event(1, 62, thread: 1);
    }

    private (int Exit, string Output, string Error) Run(string command, params string[] options)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int exit = CommandLine.Run([.. command.Split(' '), Path, .. options], output, error);
        return (exit, output.ToString(), error.ToString());
    }
}
