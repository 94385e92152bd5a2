using System.CommandLine;
using System.Text.Json;
using Contrail.Tests.Support;
using Contrail.Tool.Commands;
using Xunit;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Tool;

public sealed class InfoCommandTests : IDisposable
{
    private const ulong Recorder = 1UL << 62;

    private readonly string _directory = Directory.CreateTempSubdirectory("contrail-info-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Steps_to_another_profile_are_listed_with_their_times_and_reasons()
    {
        DateTime at = Manifests.Usual.FirstUtc!.Value;
        SnapshotManifest manifest = Manifests.Usual with
        {
            Profiles =
            [
                new ManifestProfile(at, at.AddSeconds(4), "default"),
                new ManifestProfile(at.AddSeconds(4), Manifests.Usual.LastUtc!.Value, "collections", "a storm"),
            ],
        };
        string path = Save(Snapshot(manifest));
        string text = Run(path).Output;
        Assert.Contains("Profiles    03:04:05.000 to 03:04:09.000 default\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "            03:04:09.000 to 03:04:15.100 collections (a storm)\n", text, StringComparison.Ordinal);
        JsonElement reported = JsonDocument.Parse(Run(path, "--json").Output).RootElement
            .GetProperty("manifest").GetProperty("profiles");
        Assert.Equal("a storm", reported[1].GetProperty("because").GetString());
    }

    [Fact]
    public void A_snapshot_lists_first_what_matters()
    {
        SnapshotManifest manifest = Manifests.Usual with
        {
            WindowSeconds = 4.2,
            ShorterBecause = "the memory limit was reached",
            Source = SourceState.Torn,
            Losses =
                [
                    new ManifestLoss(
                        Manifests.Usual.FirstUtc!.Value, Manifests.Usual.LastUtc!.Value, LossReason.Evicted, 1234),
                ],
        };
        byte[] bytes = Snapshot(manifest);
        (int exit, string text, string error) = Run(Save(bytes));
        string expected = $"""
            Process     Shop, pid 42, .NET 10.0.12, Linux x64, on web-1
            Window      4.2 s of 10.0 s requested: the memory limit was reached
                        2026-01-02 03:04:05.000 to 03:04:15.100 (all times are UTC)
            Up to       the request: the runtime has flushed since then; the stream was interrupted
            Losses      1,234 events evicted: the memory limit was reached, 03:04:05.000 to 03:04:15.100
            File        complete, {bytes.Length / 1024d:0.#} KiB, nettrace 4

            Reason      checkout was slow
                        requested at 2026-01-02 03:04:15.000
            Command     Shop --urls http://127.0.0.1:5000
            Names       all, after a rundown of 120 ms; 2,200 methods known
            Recorder    Contrail 0.1.0, 3 MiB held of 10 MiB
                        session main

            Contents    3 events, 1 of them added by the recorder; 1 frame, 11 generations
                        Time from the first to the last event of the process: 3.0 s

            """;
        Assert.Equal((0, ""), (exit, error));
        Assert.Equal(expected.ReplaceLineEndings("\n"), text);
    }

    [Fact]
    public void A_torn_file_is_information_and_no_failure()
    {
        byte[] torn = new NetTraceFile().Add(GCStart(1, 0), at: 20).CloseBlock().Add(GCEnd(1, 0), at: 30).Torn(3);
        (int exit, string text, string error) = Run(Save(torn));
        Assert.Equal((0, ""), (exit, error));
        Assert.Contains($"of {torn.Length}: the file ends inside a frame", text);
        Assert.Contains("TORN at byte", text);
        Assert.Contains("Process     pid 42", text);
        Assert.Contains("none: the end of the file, which contains it, is missing", text);
    }

    [Fact]
    public void Json_has_the_promised_keys_and_figures()
    {
        (int exit, string text, _) = Run(Save(Snapshot(Manifests.Usual)), "--json");
        JsonElement json = JsonDocument.Parse(text).RootElement;
        Assert.Equal(0, exit);
        Assert.Equal(
            ["format", "formatVersion", "complete", "generations", "frames", "events", "firstUtc", "lastUtc",
                "windowSeconds", "eventsSeconds", "processId", "processName", "upToRequest",
                "losses", "eventsLost", "manifest", "processes"],
            json.EnumerateObject().Select(property => property.Name));
        Assert.Equal("nettrace", json.GetProperty("format").GetString());
        Assert.Equal(4, json.GetProperty("formatVersion").GetInt32());
        Assert.Equal(11, json.GetProperty("generations").GetInt32());
        Assert.Equal("2026-01-02T03:04:05Z", json.GetProperty("firstUtc").GetString());
        Assert.Equal("2026-01-02T03:04:15.1Z", json.GetProperty("lastUtc").GetString());
        Assert.Equal(10.1, json.GetProperty("windowSeconds").GetDouble());
        Assert.Equal(3, json.GetProperty("eventsSeconds").GetDouble());
        Assert.Equal("flushed", json.GetProperty("upToRequest").GetString());
        Assert.Equal("Shop", json.GetProperty("processName").GetString());
        Assert.Equal("checkout was slow", json.GetProperty("manifest").GetProperty("reason").GetString());
        Assert.Equal(0, json.GetProperty("losses").GetArrayLength());
    }

    [Fact]
    public void Json_of_a_torn_file_contains_the_position_and_no_manifest()
    {
        NetTraceFile file = new NetTraceFile().Add(GCStart(1, 0), at: 20).CloseBlock();
        (int exit, string text, _) = Run(Save(file.Torn()), "--json");
        JsonElement json = JsonDocument.Parse(text).RootElement;
        Assert.Equal(0, exit);
        Assert.False(json.GetProperty("complete").GetBoolean());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("manifest").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("upToRequest").ValueKind);
        Assert.Equal("the end mark is missing", json.GetProperty("fault").GetString());
        Assert.Equal(file.Offset, json.GetProperty("faultOffset").GetInt64());
        JsonElement loss = Assert.Single(json.GetProperty("losses").EnumerateArray());
        Assert.Equal("truncated", loss.GetProperty("reason").GetString());
        Assert.Equal("2026-01-02T03:04:05.02Z", loss.GetProperty("fromUtc").GetString());
    }

    [Theory]
    [InlineData("", "it is empty; take a new snapshot")]
    [InlineData("go 1.21 trace\0\0\0", "a Go 1.21 trace, of the format before Go 1.22")]
    [InlineData("Nettrace\0\0\0\0\u0007\0\0\0\0\0\0\0", "nettrace version 7; this reads versions 4 and 6; try a newer")]
    [InlineData("\u0014\0\0\0!FastSerialization.1 and more", "NetPerf")]
    [InlineData("PK\u0003\u0004 and more", "specify a .nettrace file")]
    public void A_file_of_another_format_is_reported_in_one_line(string content, string why) =>
        AssertFails(Save(System.Text.Encoding.Latin1.GetBytes(content)), why);

    [Fact]
    public void Errors_for_a_missing_file_and_a_directory_include_what_to_do()
    {
        AssertFails(Path.Combine(_directory, "none.nettrace"), "the file does not exist");
        AssertFails(Path.Combine(_directory, "none", "none.nettrace"), "the file does not exist");
        AssertFails("", "the file does not exist");
        AssertFails(_directory, "this is a directory; specify a file in it");
    }

    [Fact]
    public void Wrong_calls_are_errors_of_usage()
    {
        Assert.NotEmpty(InfoCommand.Create().Parse([]).Errors);
        Assert.NotEmpty(InfoCommand.Create().Parse(["a", "--wrong"]).Errors);
        ParseResult summary = InfoCommand.Create().Parse(["a", "--summary"]);
        Assert.Contains("contrail summary FILE", Assert.Single(summary.Errors).Message);
    }

    private static void AssertFails(string path, string why)
    {
        (int exit, string text, string error) = Run(path);
        Assert.Equal((1, ""), (exit, text));
        Assert.Contains(why, error);
        Assert.Equal(1, error.Count(character => character == '\n'));
    }

    private static byte[] Snapshot(SnapshotManifest manifest) => new NetTraceFile()
        .Add(GCStart(1, 0), at: 1_000).Add(GCEnd(1, 0), at: 4_000)
        .AddAll(SnapshotManifest(manifest), at: 10_100, thread: 0, capture: Recorder).Whole();

    private static (int Exit, string Output, string Error) Run(string path, params string[] options)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        ParseResult parsed = InfoCommand.Create().Parse([path, .. options]);
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
