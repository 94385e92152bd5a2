using System.Text.Json;
using Contrail.Tests.Support;
using Contrail.Tool;
using Contrail.Tool.Text;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>A file that cannot be read, and standard output that cannot be written, are different faults.</summary>
public sealed class RefusedFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-tests-").FullName;

    public static TheoryData<string, string> Refusals { get; } = new(
        from command in (string[])["info", "summary", "verify"]
        from code in (string[])["notFound", "directory", "empty", "notATrace", "truncated"]
        select (command, code));

    public static TheoryData<string> FileCommands { get; } = ["info", "info --json", "summary", "summary --json",
        "verify", "verify --json"];

    [Theory]
    [MemberData(nameof(Refusals))]
    public void With_json_a_refused_file_is_an_object_with_the_same_exit_code(string command, string code)
    {
        string path = Refused(code);
        (int exitCode, string output, string error) = Run([command, path, "--json"]);
        Assert.Equal(1, exitCode);
        using JsonDocument document = JsonDocument.Parse(output);
        JsonElement refused = document.RootElement;
        Assert.Equal(["file", "error"], refused.EnumerateObject().Select(property => property.Name));
        Assert.Equal(path, refused.GetProperty("file").GetString());
        JsonElement fault = refused.GetProperty("error");
        Assert.Equal(["code", "message"], fault.EnumerateObject().Select(property => property.Name));
        Assert.Equal(code, fault.GetProperty("code").GetString());
        Assert.Equal($"{path}: {fault.GetProperty("message").GetString()}\n", error);
        Assert.Equal((1, "", error), Run([command, path]));
    }

    [Theory]
    [MemberData(nameof(FileCommands))]
    public void Standard_output_that_cannot_be_written_is_not_a_fault_of_the_file(string command)
    {
        string path = Path.Combine(_folder, "drawn.nettrace");
        File.WriteAllBytes(path, Captures.Drawn().Whole());
        string[] words = command.Split(' ');
        using TextWriter full = OutputStream.Text(
            () => new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0));
        using StringWriter error = new();
        Assert.Equal(1, CommandLine.Run([words[0], path, .. words[1..]], full, error));
        Assert.StartsWith("Cannot write to standard output: No space left on device", error.ToString());
        Assert.DoesNotContain(path, error.ToString());
    }

    // The framework reports a closed descriptor so.
    [Fact]
    public void A_standard_output_that_is_closed_is_reported_when_something_is_written()
    {
        using TextWriter closed = OutputStream.Text(() => throw new UnauthorizedAccessException(
            "Access to the path is denied.", new IOException("Bad file descriptor")));
        using StringWriter error = new();
        Assert.Equal(1, CommandLine.Run(["--version"], closed, error));
        Assert.Equal("Cannot write to standard output: Bad file descriptor.\n", error.ToString());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static (int ExitCode, string Output, string Error) Run(string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int exitCode = CommandLine.Run(arguments, output, error);
        return (exitCode, output.ToString(), error.ToString());
    }

    private string Refused(string code)
    {
        string path = Path.Combine(_folder, code);
        byte[]? bytes = code switch
        {
            "empty" => [],
            "notATrace" => "this is no trace, but a text of some length"u8.ToArray(),
            "truncated" => Captures.Drawn().Whole()[..30],
            _ => null,
        };
        if (code == "directory")
        {
            Directory.CreateDirectory(path);
        }
        else if (bytes is not null)
        {
            File.WriteAllBytes(path, bytes);
        }

        return path;
    }
}
