using System.Text.Json;
using Contrail.Analysis.Views.Catalog;
using Contrail.Core.Snapshots;
using Contrail.Tests.Support;
using Contrail.Tool.Json;
using Contrail.Tool.Mcp;
using Xunit;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Tool.Mcp;

public sealed class TraceToolsTests : IDisposable
{
    private const string Canary = "c4n4ry";
    private const string SecretLine = $"dotnet Shop.dll --password {Canary} --ApiToken={Canary}";

    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-mcp-").FullName;
    private readonly TraceTools _tools;

    public TraceToolsTests()
    {
        Write("a.nettrace", GoldenTraces.NetTrace);
        Write("b.trace", GoldenTraces.Go);
        Write("torn.nettrace", GoldenTraces.TornNetTrace);
        Write("empty.nettrace", []);
        Write("notes.txt", "no trace"u8.ToArray());
        _tools = new TraceTools(new TraceFolder(_folder));
    }

    public static TheoryData<string, string> Answers { get; } = new(
        from file in (string[])["a.nettrace", "b.trace"]
        from call in (string[])["findings", "summary", "compare", "compare incident=-1s..", "view name=timeline rows=2",
            "view name=process table=facts", "events rows=3 skip=1", "events filter='time in +0s..'",
            $"compare other={file}"]
        select (file, call));

    public static TheoryData<string, string> Refusals { get; } = new()
    {
        { "findings", "findings needs the property 'file'. A file of list_files." },
        { "findings file=a.nettrace rows=3", "Unknown property 'rows' of findings. Its properties are: file." },
        { "list_files file=a", "Unknown property 'file' of list_files. list_files has no properties." },
        { "finding", "Unknown tool 'finding'. The tools are: list_files, findings," },
        { "findings file=\\ud800", "'file' must be a text of 1 to 4,000 characters." },
        { "findings file=a\\u0000b", "the file does not exist" },
        { "findings file=none", "none: the file does not exist; check the path" },
        { "findings file=-", "-: the file does not exist" },
        { "findings file=../a.nettrace", "../a.nettrace: the path leads out of the folder" },
        { "findings file=/etc/passwd", "/etc/passwd: the path leads out of the folder" },
        { "summary file=empty.nettrace", "empty.nettrace: " },
        { "summary file=notes.txt", "notes.txt: " },
        { "view file=a.nettrace name=exception", "Unknown view 'exception'. Did you mean 'exceptions'?" },
        { "view file=a.nettrace name=exceptions table=x", "no table 'x'. Its tables are: exceptions, throwers." },
        { "view file=a.nettrace name=exceptions rows=0", "'rows' must be an integer from 1 to 1,000." },
        { "view file=a.nettrace name=exceptions rows=9999", "'rows' must be an integer from 1 to 1,000." },
        { "view file=a.nettrace name=callers", "requires a method" },
        { "view file=a.nettrace name=stacks of=nothing", "no stacks of 'nothing'" },
        { "view file=a.nettrace name=exceptions filter=colour=red", "Invalid filter" },
        { "compare file=a.nettrace incident=later", "'later' is no incident. Expected a range" },
        { "compare file=a.nettrace other=../b", "../b: the path leads out of the folder" },
        { "events file=a.nettrace skip=-1", "'skip' must be an integer from 0" },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Answers))]
    public void Every_tool_answers_for_both_formats_with_the_document_of_its_command(string file, string call)
    {
        ToolAnswer answer = Call($"{call} file={file}");
        Assert.Equal(("", false), (answer.Message, answer.IsError));
        Assert.InRange(answer.Document!.Length, 2, BoundedJson.MaxChars);
        using JsonDocument document = JsonDocument.Parse(answer.Document!);
        string expected = call == "summary" ? "format" : "schema";
        Assert.True(document.RootElement.TryGetProperty(expected, out _), answer.Document);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_call_that_cannot_be_answered_is_an_error_with_the_sentence_of_the_command_line(
        string call, string sentence)
    {
        ToolAnswer answer = Call(call);
        Assert.True(answer.IsError);
        Assert.Null(answer.Document);
        Assert.Contains(sentence, answer.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder, answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_inner_folders_are_listed_and_links_and_other_files_are_not()
    {
        Directory.CreateDirectory(In("inner"));
        Write("inner/c.nettrace", GoldenTraces.NetTrace);
        File.CreateSymbolicLink(In("link.nettrace"), In("a.nettrace"));
        using JsonDocument document = JsonDocument.Parse(Call("list_files").Document!);
        Dictionary<string, string?> files = document.RootElement.GetProperty("files").EnumerateArray().ToDictionary(
            file => file.GetProperty("file").GetString()!, file => file.GetProperty("format").GetString());
        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["a.nettrace"] = "nettrace",
                ["b.trace"] = "go",
                ["torn.nettrace"] = "nettrace",
                ["empty.nettrace"] = null,
                ["inner/c.nettrace"] = "nettrace",
            },
            files);
        Assert.False(Call("findings file=inner/c.nettrace").IsError);
    }

    [Fact]
    public void The_list_of_views_has_every_view()
    {
        using JsonDocument document = JsonDocument.Parse(Call("list_views").Document!);
        Assert.Equal(
            ViewCatalog.All.Select(view => view.Name),
            document.RootElement.GetProperty("views").EnumerateArray()
                .Select(view => view.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("findings")]
    [InlineData("summary")]
    [InlineData("view name=gc")]
    [InlineData("compare")]
    [InlineData("events")]
    public void A_damaged_file_is_an_error_with_the_document_of_the_part_before_the_damage(string call)
    {
        ToolAnswer answer = Call($"{call} file=torn.nettrace");
        Assert.True(answer.IsError);
        Assert.Contains("only the part before it is shown", answer.Message, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(answer.Document!);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
    }

    [Fact]
    public void A_huge_answer_is_cut_and_contains_what_is_missing()
    {
        NetTraceFile file = new();
        for (int index = 0; index < 2_000; index++)
        {
            file.Add(Exception($"Shop.Fault{index}", new string('x', 200)), at: 1_000 + index, thread: 7);
        }

        Write("huge.nettrace", file.Whole());
        ToolAnswer answer = Call("events file=huge.nettrace rows=1000");
        Assert.InRange(answer.Document!.Length, BoundedJson.MaxChars / 4, BoundedJson.MaxChars);
        using JsonDocument document = JsonDocument.Parse(answer.Document);
        JsonElement truncated = document.RootElement.GetProperty("truncated");
        Assert.StartsWith("INCOMPLETE: ", truncated.GetProperty("message").GetString(), StringComparison.Ordinal);
        JsonElement table = document.RootElement.GetProperty("tables")[0];
        long shown = table.GetProperty("rows").GetArrayLength();
        Assert.Equal(2_000, shown + table.GetProperty("omittedRows").GetInt64());
        Assert.Equal(1_000 - shown, truncated.GetProperty("omittedElements").GetProperty("tables.rows").GetInt64());
    }

    [Fact]
    public void No_secret_of_a_command_line_is_in_an_answer()
    {
        SnapshotManifest manifest = GoldenTraces.Manifest with
        {
            Process = GoldenTraces.Manifest.Process with { CommandLine = SecretLine },
        };
        Write("described.nettrace", new NetTraceFile()
            .Add(ProcessInfo(SecretLine, "Linux", "x64"), at: 1)
            .Add(DescribedEvents.Event("App", "Started", ("CommandLine", SecretLine), ("Id", 1)), at: 2)
            .Whole());
        Write("manifest.nettrace", new NetTraceFile()
            .Add(GCStart(1, 0), at: 20)
            .AddAll(SnapshotManifest(manifest with { TraceBytes = null }), at: 30, thread: 0, capture: 1UL << 62)
            .Whole());
        File.WriteAllText(
            In("b.trace" + SnapshotCompanion.ManifestSuffix),
            SnapshotManifestJson.Write(manifest with { TraceBytes = GoldenTraces.Go.Length }));
        string[] files = ["described.nettrace", "manifest.nettrace", "b.trace"];
        string all = string.Join('\n', files.SelectMany(file => Calls(file)).Select(call =>
        {
            ToolAnswer answer = Call(call);
            Assert.False(answer.IsError, $"{call}: {answer.Message}");
            return answer.Document;
        }));
        Assert.Contains("--password ***", all, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, all, StringComparison.Ordinal);

        // A filter must not find it either.
        Assert.Contains("\"rows\":[]", Call(
            $"events file=described.nettrace filter=payload.CommandLine~{Canary}").Document, StringComparison.Ordinal);
        Assert.Contains("Shop.dll", Call(
            "events file=described.nettrace filter=payload.CommandLine~Shop.dll").Document, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_that_is_a_link_out_of_the_folder_is_not_read()
    {
        string outside = Path.GetTempFileName();
        try
        {
            SnapshotManifest manifest = GoldenTraces.Manifest with { TraceBytes = GoldenTraces.Go.Length };
            File.WriteAllText(outside, SnapshotManifestJson.Write(manifest));
            string companion = In("b.trace" + SnapshotCompanion.ManifestSuffix);
            File.CreateSymbolicLink(companion, outside);
            Assert.Contains("\"manifest\":null", Call("summary file=b.trace").Document, StringComparison.Ordinal);
            File.Delete(companion);
            File.Copy(outside, companion);
            Assert.DoesNotContain("\"manifest\":null", Call("summary file=b.trace").Document, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(outside);
        }
    }

    private static IEnumerable<string> Calls(string file) =>
        ViewCatalog.All.Where(view => view.Name != "callers").Select(view => $"view name={view.Name} file={file}")
            .Concat(((string[])["findings", "summary", "compare", "events"]).Select(tool => $"{tool} file={file}"));

    // A call in the form: tool property=value property='value with spaces'.
    private ToolAnswer Call(string call)
    {
        string[] words = call.Split(' ', 2);
        List<KeyValuePair<string, JsonElement>> arguments = [];
        string rest = words.Length > 1 ? words[1] : "";
        while (rest.Length > 0)
        {
            int at = rest.IndexOf('=', StringComparison.Ordinal);
            string name = rest[..at];
            rest = rest[(at + 1)..];
            char end = rest.StartsWith('\'') ? '\'' : ' ';
            string value = (end == '\'' ? rest[1..] : rest).Split(end)[0];
            rest = rest[Math.Min(rest.Length, value.Length + (end == '\'' ? 2 : 0))..].TrimStart();
            bool isNumber = name is "rows" or "skip";
            using JsonDocument parsed = JsonDocument.Parse(isNumber ? value : $"\"{value}\"");
            arguments.Add(new(name, parsed.RootElement.Clone()));
        }

        return _tools.Call(words[0], arguments, CancellationToken.None);
    }

    private string In(string name) => Path.Combine(_folder, name);

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(In(name), bytes);
}
