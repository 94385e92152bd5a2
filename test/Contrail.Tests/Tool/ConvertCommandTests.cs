using System.Text;
using Contrail.Core.Snapshots;
using Contrail.Tests.Support;
using Contrail.Tool;
using Contrail.Tool.Files;
using Contrail.Tool.Tables;
using Xunit;

namespace Contrail.Tests.Tool;

public sealed class ConvertCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-convert-").FullName;
    private readonly string _file;

    public ConvertCommandTests()
    {
        _file = Path.Combine(_folder, "a.nettrace");
        File.WriteAllBytes(_file, GoldenTraces.NetTrace);
    }

    public static TheoryData<string> Formats { get; } = [.. ConvertCatalog.All.Select(format => format.Name)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_format_is_written_next_to_the_file_and_named_with_the_next_step(string format)
    {
        string path = Path.Combine(_folder, "a" + ConvertCatalog.Find(format)!.Extension);
        (string output, _) = Run(ExitCodes.Done, ["convert", _file, "--format", format]);
        Assert.StartsWith($"{path}: {format}, ", output, StringComparison.Ordinal);
        Assert.Contains("\nnext: ", output);
        Assert.True(Directory.Exists(path) ? Directory.GetFiles(path).Length > 1 : new FileInfo(path).Length > 0);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_go_trace_is_converted_as_well(string format)
    {
        string file = Path.Combine(_folder, "b.trace");
        File.WriteAllBytes(file, GoldenTraces.Go);
        Run(ExitCodes.Done, ["convert", file, "--format", format, "-o", Path.Combine(_folder, "b.out")]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_file_with_the_machines_side_of_a_go_trace_is_named_unless_it_is_converted(bool isConverted)
    {
        string file = Path.Combine(_folder, "b.trace");
        string lanes = file + SnapshotCompanion.LanesSuffix;
        File.WriteAllBytes(file, GoldenTraces.Go);
        File.WriteAllBytes(lanes, GoldenTraces.NetTrace);
        File.WriteAllText(file + SnapshotCompanion.ManifestSuffix, SnapshotManifestJson.Write(GoldenTraces.Manifest with
        {
            TraceBytes = GoldenTraces.Go.Length,
            LaneFile = SnapshotCompanion.LanesSuffix,
            Lanes = [new ManifestLane(LaneKind.Figures, NetTraceFile.Begin, NetTraceFile.Begin, 1, 0)],
        }));
        string[] files = isConverted ? [file, Path.Combine(_folder, ".", "b.trace.nettrace")] : [file];
        (string output, _) = Run(
            ExitCodes.Done, ["convert", .. files, "--format", "ndjson", "-o", Path.Combine(_folder, "b.out")]);
        Assert.Equal(!isConverted, output.Contains($"is in another file: {lanes}", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_torn_file_is_converted_up_to_the_tear_with_the_exit_code_of_a_failure(string format)
    {
        File.WriteAllBytes(_file, GoldenTraces.NetTrace[..^1]);
        string target = Path.Combine(_folder, "torn");
        (_, string error) = Run(ExitCodes.Failed, ["convert", _file, "--format", format, "-o", target]);
        Assert.Contains("damaged at byte", error);
        Assert.True(Path.Exists(target));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Nothing_is_left_of_a_file_that_is_no_trace(string format)
    {
        File.WriteAllText(_file, "no trace");
        Run(ExitCodes.Failed, ["convert", _file, "--format", format, "-o", Path.Combine(_folder, "out")]);
        Assert.Equal([_file], Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("--format nothing", "There is no format 'nothing'")]
    [InlineData("", "Specify a file and a format")]
    [InlineData("--format folded --of all", "The format folded has one unit")]
    [InlineData("--format folded --of nothing", "There are no stacks of 'nothing'")]
    [InlineData("--format perfetto --of samples", "--of does not apply")]
    [InlineData("--format speedscope --by-thread", "--by-thread applies to the format folded only")]
    [InlineData("--format otlp --otlp-endpoint http://127.0.0.1:1 -o x", "writes no file")]
    public void What_cannot_be_converted_is_refused_before_the_file_is_read(string options, string fault)
    {
        string[] words = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(fault, Run(ExitCodes.Usage, ["convert", "missing.nettrace", .. words]).Error);
    }

    [Fact]
    public void An_existing_file_is_replaced_only_by_force()
    {
        string target = Path.Combine(_folder, "kept");
        File.WriteAllText(target, "mine");
        string[] arguments = ["convert", _file, "-f", "folded", "-o", target];
        Assert.Contains("already exists", Run(ExitCodes.Failed, arguments).Error);
        Assert.Equal("mine", File.ReadAllText(target));
        Run(ExitCodes.Done, [.. arguments, "--force"]);
        Assert.NotEqual("mine", File.ReadAllText(target));
        arguments[^1] = _file;
        Assert.Contains("it is the input file", Run(ExitCodes.Failed, arguments).Error);
    }

    [Fact]
    public void A_filter_selects_the_records_of_a_conversion()
    {
        string target = Path.Combine(_folder, "out");
        string[] arguments = ["convert", _file, "-f", "folded", "-o", target, "--of", "exceptions", "--force"];
        Run(ExitCodes.Done, arguments);
        Assert.Equal("[no stack] 1\n", File.ReadAllText(target));
        Run(ExitCodes.Done, [.. arguments, "--filter", "type = 'X'"]);
        Assert.Equal("", File.ReadAllText(target));
        Assert.Contains("unknown field", Run(ExitCodes.Usage, [.. arguments, "--filter", "nothing = 1"]).Error);
    }

    [Fact]
    public void Files_that_are_converted_together_keep_their_names()
    {
        string other = Path.Combine(_folder, "b.nettrace");
        File.Copy(_file, other);
        string target = Path.Combine(_folder, "out");
        Run(ExitCodes.Done, ["convert", _file, other, "-f", "folded", "--of", "exceptions", "-o", target]);
        Assert.Equal("a.nettrace;[no stack] 1\nb.nettrace;[no stack] 1\n", File.ReadAllText(target, Encoding.UTF8));
    }

    [Fact]
    public void Files_with_one_name_are_separated_by_their_folders()
    {
        string other = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "other")).FullName, "a.nettrace");
        File.Copy(_file, other);
        string target = Path.Combine(_folder, "out");
        Run(ExitCodes.Done, ["convert", _file, other, "-f", "folded", "--of", "exceptions", "-o", target]);
        Assert.Equal(
            $"{Path.GetFileName(_folder)}/a.nettrace;[no stack] 1\nother/a.nettrace;[no stack] 1\n",
            File.ReadAllText(target));
    }

    [Fact]
    public void A_folder_with_an_input_or_with_the_tables_of_others_is_kept()
    {
        string target = Directory.CreateDirectory(Path.Combine(_folder, "tables")).FullName;
        string input = Path.Combine(target, "stacks.parquet");
        File.Copy(_file, input);
        foreach (string path in new[] { target, target + "/" })
        {
            Assert.Contains(
                "contains a file that is converted",
                Run(ExitCodes.Failed, ["convert", input, "-f", "parquet", "-o", path, "--force"]).Error);
        }

        File.Move(input, Path.Combine(target, "sales.parquet"));
        Assert.Contains(
            "only a folder with nothing but",
            Run(ExitCodes.Failed, ["convert", _file, "-f", "parquet", "-o", target, "--force"]).Error);
        Assert.True(File.Exists(Path.Combine(target, "sales.parquet")));
    }

    [Fact]
    public void An_empty_path_is_refused_in_words()
    {
        Assert.Contains("the path is empty", Run(ExitCodes.Failed, ["convert", _file, "-f", "folded", "-o", ""]).Error);
        Run(ExitCodes.Failed, ["convert", "", "-f", "folded", "-o", Path.Combine(_folder, "x")]);
        Run(ExitCodes.Failed, ["convert", "", "-f", "parquet", "-o", _folder, "--force"]);
        Run(ExitCodes.Failed, ["sql", "", "select 1"]);
    }

    [Fact]
    public void Only_a_failure_of_the_system_is_reported_as_one_of_the_path()
    {
        Assert.True(UnwritableOutput.Is(new IOException("No space left on device", 28)));
        Assert.False(UnwritableOutput.Is(new IOException("The output is too large for this format.")));
    }

    [Theory]
    [InlineData("pprof", "", "There are no stacks")]
    [InlineData("folded", "thread = 77777", "No record with a stack of these kinds matches the filter.")]
    public void An_output_without_stacks_is_not_offered_to_a_viewer(string format, string filter, string note)
    {
        File.WriteAllBytes(_file, new NetTraceFile().Add(RuntimeEvents.Custom("App", 1, "Begin"), at: 0).Whole());
        string[] filtered = filter.Length > 0 ? ["--filter", filter] : [];
        string output = Run(ExitCodes.Done, ["convert", _file, "-f", format, .. filtered]).Output;
        Assert.Contains(note, output);
        Assert.DoesNotContain("next: ", output);
    }

    [Fact]
    public void A_folder_of_tables_is_replaced_only_if_it_has_nothing_else()
    {
        string target = Path.Combine(_folder, "a.parquet");
        string[] arguments = ["convert", _file, "-f", "parquet", "-o", target];
        Run(ExitCodes.Done, arguments);
        Assert.Contains("already exists", Run(ExitCodes.Failed, arguments).Error);
        File.Delete(Path.Combine(target, "exceptions.parquet"));
        Run(ExitCodes.Done, [.. arguments, "--force"]);
        Assert.True(File.Exists(Path.Combine(target, "exceptions.parquet")));
        File.WriteAllText(Path.Combine(target, "mine.txt"), "");
        Assert.Contains("only a folder with nothing but", Run(ExitCodes.Failed, [.. arguments, "--force"]).Error);
        Assert.True(File.Exists(Path.Combine(target, "mine.txt")));
        Assert.Equal(
            ["a.nettrace", "a.parquet"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_field_that_no_event_has_is_named()
    {
        string[] arguments = ["convert", _file, "-f", "ndjson", "--filter", "payload.Nonsense = 1"];
        Assert.Contains("No event has the field 'payload.Nonsense'", Run(ExitCodes.Done, arguments).Output);
    }

    [Fact]
    public void A_pipe_is_not_read_twice_for_a_timeline() => Assert.Contains(
        "A pipe is read once",
        Run(ExitCodes.Usage, ["convert", "-", _file, "-f", "perfetto", "-o", Path.Combine(_folder, "out")]).Error);

    [Fact]
    public async Task Nothing_is_left_of_a_conversion_that_is_interrupted()
    {
        using CancellationTokenSource interrupted = new();
        await interrupted.CancelAsync();
        foreach (string format in ConvertCatalog.All.Select(format => format.Name))
        {
            Assert.Equal(130, await CommandLine.Root().Parse(["convert", _file, "-f", format]).InvokeAsync(
                cancellationToken: interrupted.Token));
        }

        Assert.Equal([_file], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void The_list_has_every_format()
    {
        string list = Run(ExitCodes.Done, ["convert", "--list"]).Output;
        Assert.All(ConvertCatalog.All, format => Assert.Contains(format.Description, list));
    }

    private static (string Output, string Error) Run(int exitCode, string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = CommandLine.Run(arguments, output, error);
        Assert.Equal((exitCode, ""), (code, code == exitCode ? "" : error.ToString()));
        return (output.ToString(), error.ToString());
    }
}
