using System.Text.Json;
using Contrail.Analysis.Findings;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Contrail.Tool;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>Files with less in them have fewer findings, and no false ones.</summary>
public sealed class FindingsCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-findings-").FullName;

    /// <summary>Recordings, and how much of their bytes is left.</summary>
    public static TheoryData<string, int> Recordings { get; } = new(
        from recording in (string[])["net8", "net9", "net10", "golden", "go"]
        from percent in (int[])[10, 50, 90, 100]
        select (recording, percent));

    private static string[] DocumentProperties { get; } =
    [
        "schema", "startUtc", "windowNanoseconds", "triggers", "triggerCount", "findings", "change", "changeKnown",
        "examined", "unexamined",
    ];

    private static string[] FindingProperties { get; } =
    [
        "id", "rule", "severity", "headline", "culprit", "stack", "confidence", "reason", "impact", "startNanoseconds",
        "endNanoseconds", "evidence", "effects", "surer", "next",
    ];

    private static string[] EvidenceProperties { get; } =
        ["id", "view", "table", "row", "column", "unit", "value", "label"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_whole_file_has_exit_code_0_and_nothing_on_standard_error()
    {
        (int exitCode, string output, string error) = Run(GoldenTraces.NetTrace);
        Assert.Equal((0, ""), (exitCode, error));
        Assert.NotEmpty(output);
    }

    [Fact]
    public void A_torn_file_has_the_findings_before_the_tear_and_the_exit_code_of_a_failure()
    {
        (int exitCode, string output, string error) = Run(GoldenTraces.TornNetTrace, "--json");
        Assert.Equal(1, exitCode);
        Assert.Contains("only the part before it is shown", error, StringComparison.Ordinal);
        Assert.Contains("\"schema\": \"contrail.findings/1\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_document_has_the_documented_properties_in_a_fixed_order()
    {
        using JsonDocument document = JsonDocument.Parse(Run(Captures.Read("net10"), "--json").Output);
        Assert.Equal(DocumentProperties, Names(document.RootElement));
        JsonElement[] findings = [.. document.RootElement.GetProperty("findings").EnumerateArray()];
        Assert.NotEmpty(findings);
        Assert.All(findings, finding => Assert.Equal(FindingProperties, Names(finding)));
        Assert.All(findings.SelectMany(EvidenceOf), one => Assert.Equal(EvidenceProperties, Names(one)));
        string described = File.ReadAllText(Path.Combine(Tidy.Tree.Root, "docs", "findings.md"));
        Assert.All(
            DocumentProperties.Concat(FindingProperties),
            name => Assert.Contains($"`{name}`", described, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("this is no trace, but a text of some length", "notATrace")]
    [InlineData("Nettrace", "truncated")]
    public void A_file_without_events_is_refused(string content, string code)
    {
        (int exitCode, string output, string error) = Run(System.Text.Encoding.ASCII.GetBytes(content), "--json");
        Assert.Equal(1, exitCode);
        Assert.NotEmpty(error);
        using JsonDocument document = JsonDocument.Parse(output);
        Assert.Equal(code, document.RootElement.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public void Two_seconds_of_an_idle_program_have_no_finding_and_name_what_was_not_recorded()
    {
        byte[] idle = new NetTraceFile().Add(RuntimeEvents.GCStart(1, 0), at: 1)
            .Add(RuntimeEvents.GCEnd(1, 0), at: 2).Add(RuntimeEvents.Sample(), at: 2_000).Whole();
        (int exitCode, string output, _) = Run(idle, "--json");
        Assert.Equal(0, exitCode);
        using JsonDocument document = JsonDocument.Parse(output);
        Assert.Equal(0, document.RootElement.GetProperty("findings").GetArrayLength());

        // Another tool's file does not list what was recorded: silence proves nothing.
        JsonElement[] unexamined = [.. document.RootElement.GetProperty("unexamined").EnumerateArray()];
        int examinedCount = document.RootElement.GetProperty("examined").GetArrayLength();
        const ModelNeeds goroutines = ModelNeeds.ExecutionStates | ModelNeeds.CollectionWork;
        Assert.Equal(
            RuleCatalog.All.Count(rule => rule.IsAbout(goroutines)), examinedCount + unexamined.Length);
        JsonElement locks = unexamined.Single(rule => rule.GetProperty("rule").GetString() == "lock-convoy");
        Assert.Equal("unknown", locks.GetProperty("state").GetString());
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Each_figure_of_the_evidence_is_the_cell_of_the_view_that_its_id_names(
        string recording, int percent)
    {
        byte[] bytes = recording switch
        {
            "golden" => GoldenTraces.NetTrace,
            "go" => GoldenTraces.Go,
            _ => Captures.Read(recording),
        };
        bytes = bytes[..(bytes.Length * percent / 100)];
        string path = Write(bytes);
        foreach (JsonElement evidence in Findings(bytes).SelectMany(EvidenceOf))
        {
            string view = evidence.GetProperty("view").GetString()!;
            string table = evidence.GetProperty("table").GetString()!;
            int row = evidence.GetProperty("row").GetInt32();
            string column = evidence.GetProperty("column").GetString()!;
            Assert.Equal($"{view}/{table}/{row}/{column}", evidence.GetProperty("id").GetString());
            using StringWriter output = new();
            CommandLine.Run(["view", view, path, "--table", table, "--json"], output, TextWriter.Null);
            using JsonDocument answer = JsonDocument.Parse(output.ToString());
            JsonElement cell = answer.RootElement.GetProperty("tables")[0].GetProperty("rows")[row - 1]
                .GetProperty(column);
            Assert.Equal(cell.GetRawText(), evidence.GetProperty("value").GetRawText());
        }
    }

    private static IEnumerable<JsonElement> EvidenceOf(JsonElement finding) =>
        finding.GetProperty("evidence").EnumerateArray()
            .Concat(finding.GetProperty("effects").EnumerateArray().SelectMany(EvidenceOf));

    private static IEnumerable<string> Names(JsonElement one) =>
        one.EnumerateObject().Select(property => property.Name);

    private JsonElement[] Findings(byte[] bytes)
    {
        using JsonDocument document = JsonDocument.Parse(Run(bytes, "--json").Output);

        // A part that contains no event is refused.
        return document.RootElement.TryGetProperty("findings", out JsonElement findings)
            ? [.. findings.EnumerateArray().Select(finding => finding.Clone())]
            : [];
    }

    private (int ExitCode, string Output, string Error) Run(byte[] bytes, params string[] options)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int exitCode = CommandLine.Run(["findings", Write(bytes), .. options], output, error);
        return (exitCode, output.ToString(), error.ToString());
    }

    private string Write(byte[] bytes)
    {
        string path = Path.Combine(_folder, "a.trace");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
