using System.CommandLine;
using Contrail.Tests.Support;
using Contrail.Tool.Commands;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>The commands about Go traces: the summary, and a trace from its text.</summary>
public sealed class GoCommandTests : IDisposable
{
    private const string Run = "7: ProcStatus 0 0 1, GoStatusStack 0 1 7 2 1, STWBegin 100 1 0, STWEnd 100";

    private readonly string _directory = Directory.CreateTempSubdirectory("contrail-go-").FullName;

    private string Target => Path.Combine(_directory, "made.trace");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_summary_contains_what_happened_and_what_is_missing()
    {
        GoTraceFile file = new(26);
        GoDrawing.Add(file, 1, Run, ticksPerSecond: 1_000_000);
        GoDrawing.Add(file, 4, Run, ticksPerSecond: 1_000_000);
        (int exit, string text, string error) = Invoke(SummaryCommand.Create(), Save(file.Bytes[..^1]));
        Assert.Equal(1, exit);
        Assert.Contains(": damaged at byte 173: incomplete generation found", error, StringComparison.Ordinal);
        Assert.Contains("go 1.26, 1 generation", text, StringComparison.Ordinal);
        Assert.Contains("TORN: incomplete generation found; trace likely truncated", text, StringComparison.Ordinal);
        Assert.Contains("1  stop-the-world (one): total 100 µs, longest 100 µs", text, StringComparison.Ordinal);
        Assert.Contains("      1     200 µs", text, StringComparison.Ordinal);

        (_, text, _) = Invoke(SummaryCommand.Create(), Save(file.Bytes));
        Assert.Contains("generations 2 to 3 are missing", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_summary_names_the_places_of_pauses_waits_and_goroutines_that_do_not_end()
    {
        GoTraceFile file = new(26);
        const string Leak = "7: ProcStatus 0 0 1, GoStatusStack 0 1 7 2 1, STWBegin 100 1 1, STWEnd 100, "
            + "GoCreate 0 2 1 1, GoBlock 100 2 1, GoStart 100 2 1, GoBlock 100 1 1, HeapAlloc 100 5";
        GoDrawing.Add(file, 1, Leak, ticksPerSecond: 1_000_000);
        (int exit, string text, _) = Invoke(SummaryCommand.Create(), Save(file.Bytes));
        Assert.Equal(0, exit);
        string[] lines = [.. text.Split('\n').Select(line => line.Trim())];
        Assert.Equal("100 µs  main (a.go:5)", After(lines, "Requested at:"));
        Assert.Equal("1  main (a.go:5)", After(lines, "Started in the window and wait at its end:"));
        Assert.Equal("300 µs  two: main (a.go:5)", After(lines, "Time of all goroutines, by place:"));
        Assert.Equal("200 µs  main (a.go:5)", After(lines, "Made ready at:"));
        Assert.Contains("Blocked     2 times, ", text, StringComparison.Ordinal);
        Assert.Contains("goroutines on average ran", text, StringComparison.Ordinal);
    }

    private static string After(string[] lines, string title) => lines[Array.IndexOf(lines, title) + 1];

    [Theory]
    [InlineData("go 1.21 trace\0\0\0", "only traces of Go 1.22 or later are supported")]
    [InlineData("go nowhere", "specify a .nettrace file or a Go trace")]
    public void A_file_that_is_not_a_trace_is_rejected_in_one_line(string text, string next)
    {
        (int exit, _, string error) = Invoke(
            SummaryCommand.Create(), Save(System.Text.Encoding.ASCII.GetBytes(text)));
        Assert.Equal(1, exit);
        string line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.EndsWith(next, line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_of_a_trace_without_the_time_of_day_claims_none()
    {
        string source = Save(GoTraceFile.Numbered(23, 1, 2, 3));
        (int exit, _, string error) = Invoke(CutCommand.Create(), source, "--last", "10s", "-o", Target);
        Assert.Equal((0, ""), (exit, error));
        string manifest = File.ReadAllText(Target + ".json");
        Assert.DoesNotContain("1970", manifest, StringComparison.Ordinal);
        Assert.DoesNotContain("firstUtc", manifest, StringComparison.Ordinal);
        Assert.Contains("\"source\":\"unknown\"", manifest, StringComparison.Ordinal);

        (_, string page, _) = Invoke(InfoCommand.Create(), Target);
        Assert.Contains("time of day: not in the file", page, StringComparison.Ordinal);
        Assert.Contains("no known losses", page, StringComparison.Ordinal);
        (_, string json, _) = Invoke(InfoCommand.Create(), Target, "--json");
        Assert.Contains("\"firstUtc\": null", json, StringComparison.Ordinal);

        (exit, _, error) = Invoke(CutCommand.Create(), source, "--from", "12:00:03", "-o", Target, "--force");
        Assert.Equal(1, exit);
        Assert.Contains("the file does not contain the time of day", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_becomes_a_trace()
    {
        string text = Save("Trace Go1.23\nEventBatch gen=1 m=2 time=3 size=0\n"u8.ToArray());
        (int exit, _, string error) = Invoke(AssembleCommand.Create(), text, "-o", Target);
        Assert.Equal((0, ""), (exit, error));
        Assert.Equal([.. "go 1.23 trace\0\0\0"u8, 1, 1, 2, 3, 0], File.ReadAllBytes(Target));
    }

    [Fact]
    public void The_version_may_be_given_as_an_option_with_the_text()
    {
        string text = Save("EventBatch gen=1 m=2 time=3 size=0\n"u8.ToArray());
        (int exit, _, _) = Invoke(AssembleCommand.Create(), text, "-o", Target, "--go", "1.25");
        Assert.Equal((0, "go 1.25 trace"), (exit, File.ReadAllText(Target)[..13]));
    }

    [Fact]
    public void A_text_that_is_none_leaves_no_file()
    {
        (int exit, _, string error) = Invoke(AssembleCommand.Create(), Save("Nothing\n"u8.ToArray()), "-o", Target);
        Assert.Equal(1, exit);
        Assert.Contains("line 1: ", error, StringComparison.Ordinal);
        Assert.Equal(["read"], Directory.EnumerateFiles(_directory).Select(Path.GetFileName));
    }

    private string Save(byte[] bytes)
    {
        string path = Path.Combine(_directory, "read");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static (int Exit, string Output, string Error) Invoke(Command command, params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int exit = command.Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (exit, output.ToString(), error.ToString());
    }
}
