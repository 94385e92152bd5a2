using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Contrail.Analysis.Filters;
using Contrail.Tests.Support;
using Contrail.Tool.Commands;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>verify, repair and cut at the command line: their output, their files, their exit codes.</summary>
public sealed class FileCommandTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _directory = Directory.CreateTempSubdirectory("contrail-files-").FullName;

    private string New => Path.Combine(_directory, "new.nettrace");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Verify_reports_complete_or_each_fault_with_its_position()
    {
        byte[] sound = Mutations.Sound().Whole();
        (int exit, string text, string error) = Run(VerifyCommand.Create(), Save(sound));
        Assert.Equal((0, ""), (exit, error));
        Assert.Equal($"complete: nettrace 4, 6 events in 9 frames, {sound.Length} B\n", text);

        byte[] torn = Mutations.Sound().Torn(3);
        (exit, text, error) = Run(VerifyCommand.Create(), Save(torn));
        int offset = torn.AsSpan().LastIndexOf("EventBlock"u8) - 15;
        Assert.Equal(1, exit);
        Assert.Contains($"damage at byte {offset}: the file ends inside a frame", text);
        Assert.Contains("recover the part before it: contrail repair FILE -o NEW", error);
        Assert.Equal(1, error.Count(character => character == '\n'));
    }

    [Fact]
    public void Faults_that_readers_tolerate_are_notes_and_not_failures()
    {
        (int exit, string text, string error) = Run(
            VerifyCommand.Create(), Save(Mutations.All["SequenceBackwards"]()));
        Assert.Equal((0, ""), (exit, error));
        Assert.StartsWith("complete: ", text, StringComparison.Ordinal);
        Assert.Contains("note   at byte ", text);
    }

    [Fact]
    public void Verify_json_has_the_promised_keys()
    {
        byte[] torn = Mutations.Sound().Torn();
        (int exit, string text, _) = Run(VerifyCommand.Create(), Save(torn), "--json");
        JsonElement json = JsonDocument.Parse(text).RootElement;
        Assert.Equal(1, exit);
        Assert.Equal(
            ["format", "complete", "bytes", "frames", "events", "eventsLost", "damageCount", "noteCount", "findings"],
            json.EnumerateObject().Select(property => property.Name));
        Assert.False(json.GetProperty("complete").GetBoolean());
        JsonElement finding = json.GetProperty("findings")[0];
        Assert.Equal(
            ("endMarkMissing", "damage", torn.Length),
            (finding.GetProperty("code").GetString(), finding.GetProperty("grade").GetString(),
                finding.GetProperty("offset").GetInt32()));
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("go 1.21 trace\0\0\0", "open it with 'go tool trace' of the same Go version")]
    [InlineData("PK\u0003\u0004 and more", "specify a .nettrace file")]
    public void Files_of_other_formats_are_rejected_by_all_commands(string content, string why)
    {
        string path = Save(System.Text.Encoding.Latin1.GetBytes(content));
        Command[] commands = [VerifyCommand.Create(), RepairCommand.Create(), CutCommand.Create()];
        string[][] options = [[], ["-o", New], ["-o", New, "--last", "1s"]];
        for (int index = 0; index < commands.Length; index++)
        {
            (int exit, string text, string error) = Run(commands[index], path, options[index]);
            Assert.Equal((1, ""), (exit, text));
            Assert.Contains(why, error);
            Assert.Equal(1, error.Count(character => character == '\n'));
        }

        Assert.Equal([path], Directory.GetFiles(_directory));
    }

    [Fact]
    public void Repair_writes_a_complete_private_file_and_reports_what_was_dropped()
    {
        byte[] torn = Mutations.Sound().Torn(3);
        (int exit, string text, string error) = Run(RepairCommand.Create(), Save(torn), "-o", New);
        Assert.Equal((0, ""), (exit, error));
        Assert.Contains("4 events kept, ", text);
        Assert.Contains(" on: the file ends inside a frame", text);
        Assert.True(Intake.Verify(File.ReadAllBytes(New)).IsComplete);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(New) == OwnerOnly);
        Assert.Equal(2, Directory.GetFiles(_directory).Length);
        (_, text, _) = Run(InfoCommand.Create(), New);
        Assert.Contains("Repaired", text);
        Assert.Contains("the file ends inside a frame", text);
    }

    [Fact]
    public void Repair_of_a_complete_file_writes_nothing()
    {
        (int exit, string text, _) = Run(RepairCommand.Create(), Save(Mutations.Sound().Whole()), "-o", New);
        Assert.Equal(0, exit);
        Assert.Contains("nothing to do", text);
        Assert.Single(Directory.GetFiles(_directory));
    }

    [Fact]
    public void Nothing_is_written_over_unless_it_is_forced_and_never_the_file_that_is_read()
    {
        byte[] torn = Mutations.Sound().Torn(3);
        string path = Save(torn);
        File.WriteAllText(New, "mine");
        string link = Path.Combine(_directory, "link.nettrace");
        File.CreateSymbolicLink(link, path);
        AssertFails(RepairCommand.Create(), "it already exists", path, "-o", New);
        AssertFails(RepairCommand.Create(), "it is the input file", path, "-o", path, "--force");
        AssertFails(RepairCommand.Create(), "it is the input file", path, "-o", link, "--force");
        AssertFails(RepairCommand.Create(), "its folder does not exist", path, "-o", Path.Combine(New, "no", "file"));
        AssertFails(RepairCommand.Create(), "this is a directory", path, "-o", _directory);
        AssertFails(CutCommand.Create(), "it already exists", path, "-o", New, "--last", "1s");
        Assert.Equal("mine", File.ReadAllText(New));
        Assert.Equal(torn, File.ReadAllBytes(path));
        Assert.Equal(0, Run(RepairCommand.Create(), path, "-o", New, "--force").Exit);
        Assert.True(Intake.Verify(File.ReadAllBytes(New)).IsComplete);
    }

    [Theory]
    [InlineData("4 s", "--from", "03:04:07", "--to", "03:04:11")]
    [InlineData("4.5 s", "--from", "2026-01-02T03:04:07.5Z", "--to", "+7s")]
    [InlineData("2 s", "--last", "2s")]
    [InlineData("1 s", "--to", "+1s")]
    [InlineData("4 s", "--from", "2026-01-02T05:04:07+02:00", "--to", "2026-01-02 03:04:11")]
    public void Cut_accepts_a_range_in_every_usual_notation(string seconds, params string[] range)
    {
        string path = Save(Captures.Drawn().Whole());
        (int exit, string text, string error) = Run(CutCommand.Create(), path, ["-o", New, .. range]);
        Assert.Equal((0, ""), (exit, error));
        Assert.True(Intake.Verify(File.ReadAllBytes(New)).IsComplete);
        double window = double.Parse(text.Split(": ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
        double requested = double.Parse(seconds.Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.InRange(window, requested - 0.05, requested + 1);
        (_, string info, _) = Run(InfoCommand.Create(), New);
        Assert.Contains("Reason      cut of saved.nettrace, 2026-01-02 03:04:", info);
    }

    [Fact]
    public void A_range_outside_the_file_is_reported_with_the_files_own()
    {
        string path = Save(Captures.Drawn().Whole());
        string range = "2026-01-02 03:04:05.000 to 03:04:16.765 UTC";
        AssertFails(CutCommand.Create(), range, path, "-o", New, "--from", "04:00");
        AssertFails(CutCommand.Create(), range, path, "-o", New, "--to", "2025-12-31T00:00:00Z");
        AssertFails(CutCommand.Create(), range, path, "-o", New, "--from", "+5s", "--to", "+4s");
        Assert.False(File.Exists(New));
    }

    [Theory]
    [InlineData("+3s")]
    [InlineData("00:00")]
    public void A_moment_of_a_file_at_the_end_of_all_time_is_within_it(string text)
    {
        Assert.True(Moment.TryParse(text, out Moment moment));
        Assert.InRange(
            moment.In(DateTime.MaxValue, DateTime.MaxValue), DateTime.MaxValue.Date, DateTime.MaxValue);
    }

    [Theory]
    [InlineData("cut needs a time range", "-o", "x")]
    [InlineData("cut needs a time range", "-o", "x", "--last", "1s", "--from", "+1s")]
    [InlineData("--last", "-o", "x", "--last", "0s")]
    [InlineData("Invalid value 'yesterday' for --from", "-o", "x", "--from", "yesterday")]
    [InlineData("--output", "--last", "1s")]
    public void Wrong_calls_are_errors_of_usage(string why, params string[] options) =>
        Assert.Contains(why, CutCommand.Create().Parse(["file", .. options]).Errors[0].Message);

    private static void AssertFails(Command command, string why, string path, params string[] options)
    {
        (int exit, string text, string error) = Run(command, path, options);
        Assert.Equal((1, ""), (exit, text));
        Assert.Contains(why, error);
        Assert.Equal(1, error.Count(character => character == '\n'));
    }

    private static (int Exit, string Output, string Error) Run(Command command, string path, params string[] options)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        ParseResult parsed = command.Parse([path, .. options]);
        Assert.Empty(parsed.Errors);
        int exit = parsed.Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (exit, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }

    private string Save(byte[] bytes)
    {
        string path = Path.Combine(_directory, "saved.nettrace");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
