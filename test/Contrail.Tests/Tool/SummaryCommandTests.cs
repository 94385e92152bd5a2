using System.CommandLine;
using System.Text.Json;
using Contrail.Tests.Support;
using Contrail.Tool.Commands;
using Xunit;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Tool;

public sealed class SummaryCommandTests : IDisposable
{
    private const ulong Recorder = 1UL << 62;
    private const string Go = "7: ProcStatus 0 0 1, GoStatusStack 0 1 7 2 1, STWBegin 100 1 0, STWEnd 100";

    private static readonly string[] Sections =
        ["collections", "allocations", "exceptions", "contention", "threadPool", "cpuSamples"];

    private readonly string _directory = Directory.CreateTempSubdirectory("contrail-summary-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Each_fact_is_on_the_page_once_and_the_manifest_is_last()
    {
        string text = Invoke(Save(Recorded("default")));
        string[] labels = [.. text.Split('\n').Where(line => line.Length > 0 && line[0] != ' ')
            .Select(line => line[..Math.Min(line.Length, 12)].Trim())];
        Assert.Equal(labels.Distinct(), labels);
        Assert.Equal(["Findings", "Process", "Window", "Time", "GC"], labels[..5]);
        Assert.Equal(
            ["Events", "Details", "Up to", "Losses", "File", "Reason", "Command", "Names", "Recorder"], labels[^9..]);
        Assert.Equal(2, text.Split("UTC").Length);
    }

    [Fact]
    public void Json_has_the_documented_keys()
    {
        JsonElement json = Json(Save(Recorded("default")));
        Assert.Equal(
            [
                "format", "formatVersion", "complete", "fault", "processId", "processName", "firstUtc", "lastUtc",
                "windowSeconds", .. Sections, "threads", "events", "losses", "lossesMayBeMore", "eventsLost",
                "manifest", "faultCode", "views", "findings", "processes", "time",
            ],
            json.EnumerateObject().Select(property => property.Name));
        Assert.Equal(10.1, json.GetProperty("windowSeconds").GetDouble());
        JsonElement exceptions = json.GetProperty("exceptions");
        Assert.Equal("whole", exceptions.GetProperty("state").GetString());
        JsonElement message = exceptions.GetProperty("figures").GetProperty("messages")[0];
        Assert.Equal("App.Failed", message.GetProperty("type").GetString());
        Assert.Equal(1, message.GetProperty("count").GetInt32());
        Assert.Equal("\ufffd\u001b", message.GetProperty("message").GetString());
        JsonElement collections = json.GetProperty("collections").GetProperty("figures");
        Assert.Equal(1, collections.GetProperty("count").GetInt32());
        JsonElement pause = collections.GetProperty("longestPauses")[0];
        Assert.Equal("2026-01-02T03:04:06Z", pause.GetProperty("utc").GetString());
        Assert.Equal(0.5, pause.GetProperty("seconds").GetDouble(), 6);
        JsonElement paused = Assert.Single(pause.GetProperty("collections").EnumerateArray());
        Assert.Equal(
            ["number", "generation", "background", "seconds"], paused.EnumerateObject().Select(one => one.Name));
        Assert.Equal(0.3, paused.GetProperty("seconds").GetDouble());
        Assert.Equal(0, json.GetProperty("contention").GetProperty("figures").GetProperty("count").GetInt32());
    }

    [Fact]
    public void Json_separates_not_recorded_from_none_and_from_unknown()
    {
        JsonElement recorded = Json(Save(Recorded("collections", exceptions: false)));
        JsonElement exceptions = recorded.GetProperty("exceptions");
        Assert.Equal("notRecorded", exceptions.GetProperty("state").GetString());
        Assert.Equal(JsonValueKind.Null, exceptions.GetProperty("figures").ValueKind);

        JsonElement foreign = Json(Save(new NetTraceFile().Add(Custom("App", 1, "Tick"), at: 1).Whole()));
        Assert.All(Sections, section =>
        {
            Assert.Equal("unknown", foreign.GetProperty(section).GetProperty("state").GetString());
            Assert.Equal(JsonValueKind.Null, foreign.GetProperty(section).GetProperty("figures").ValueKind);
        });
        Assert.Equal(JsonValueKind.Null, foreign.GetProperty("processName").ValueKind);
        Assert.Equal(JsonValueKind.Null, foreign.GetProperty("manifest").ValueKind);
        JsonElement empty = Json(Save(new NetTraceFile().Whole()));
        Assert.Equal(JsonValueKind.Null, empty.GetProperty("windowSeconds").ValueKind);
    }

    [Fact]
    public void A_damaged_file_is_summarised_up_to_the_damage_and_fails()
    {
        byte[] whole = Recorded("default");
        (int exit, string output, string error) = Run(Save(whole[..(whole.Length / 2)]));
        Assert.Equal(1, exit);
        Assert.Contains("\nProcess ", output, StringComparison.Ordinal);
        Assert.Contains(": damaged at byte ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_go_trace_is_summarised_up_to_the_damage_and_fails()
    {
        GoTraceFile file = new(26);
        GoDrawing.Add(file, 1, Go, ticksPerSecond: 1_000_000);
        int first = file.Length;
        GoDrawing.Add(file, 2, Go, ticksPerSecond: 1_000_000);
        (int exit, string output, string error) = Run(Save(file.Bytes[..^20]));
        Assert.Equal(1, exit);
        Assert.Contains("stop-the-world", output, StringComparison.Ordinal);
        Assert.Contains($": damaged at byte {first}", error, StringComparison.Ordinal);

        // A page without anything would read as that of a quiet program.
        (exit, output, error) = Run(Save(file.Bytes[..(first - 20)]));
        Assert.Equal((1, ""), (exit, output));
        Assert.Contains("none of its generations can be read: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_go_trace_that_ends_with_the_begin_of_a_generation_is_complete_as_for_go()
    {
        GoTraceFile file = new(26);
        GoDrawing.Add(file, 1, Go, ticksPerSecond: 1_000_000);
        file.Clocks(2, 2_000_000, frequency: 1_000_000);
        Assert.Contains("complete", Invoke(Save(file.Bytes)), StringComparison.Ordinal);
        (int exit, string text) = Verify(Save(file.Bytes));
        Assert.Equal(0, exit);
        Assert.Contains("1 generation", text, StringComparison.Ordinal);

        // Another batch, and a generation is missing.
        file.Strings(2, 2_000_001);
        Assert.Equal(1, Run(Save(file.Bytes)).Exit);
        Assert.Equal(1, Verify(Save(file.Bytes)).Exit);
    }

    [Fact]
    public void Json_of_a_go_trace_has_the_documented_keys()
    {
        GoTraceFile file = new(26);
        GoDrawing.Add(file, 1, Go, ticksPerSecond: 1_000_000);
        GoDrawing.Add(file, 4, Go, ticksPerSecond: 1_000_000);
        JsonElement json = Json(Save(file.Bytes));
        Assert.Equal(
            [
                "format", "formatVersion", "complete", "fault", "processName", "firstUtc", "lastUtc", "windowSeconds",
                "collections", "stops", "goroutines", "procs", "tasks", "regions", "logCount", "cpuSampleCount",
                "events", "generations", "gapCount", "gaps", "losses", "lossesMayBeMore", "manifest", "faultCode",
                "views", "findings",
            ],
            json.EnumerateObject().Select(property => property.Name));
        Assert.Equal(("go", "1.26"), (json.GetProperty("format").GetString(),
            json.GetProperty("formatVersion").GetString()));
        JsonElement stop = json.GetProperty("stops").GetProperty("byReason")[0];
        Assert.Equal(("stop-the-world (one)", 2), (stop.GetProperty("name").GetString(),
            stop.GetProperty("count").GetInt32()));
        JsonElement gap = Assert.Single(json.GetProperty("gaps").EnumerateArray());
        Assert.Equal((1, 4), (gap.GetProperty("generationBefore").GetInt32(),
            gap.GetProperty("generationAfter").GetInt32()));
        Assert.All(["cpuSampleCount", "losses", "manifest", "processName"], name =>
            Assert.Equal(JsonValueKind.Null, json.GetProperty(name).ValueKind));
    }

    private static byte[] Recorded(string profile, bool exceptions = true)
    {
        SnapshotManifest manifest = Manifests.Usual with
        {
            Profiles =
            [
                new ManifestProfile(
                    Manifests.Usual.FirstUtc!.Value, Manifests.Usual.LastUtc!.Value, profile),
            ],
        };
        NetTraceFile file = new NetTraceFile()
            .Add(SuspendBegin(), at: 1_000).Add(GCStart(1, 0), at: 1_100)
            .Add(GCEnd(1, 0), at: 1_400).Add(RestartEnd(), at: 1_500);
        file = exceptions ? file.Add(Exception("App.Failed", "\ud800\u001b"), at: 2_000) : file;
        return file.AddAll(SnapshotManifest(manifest), at: 10_100, thread: 0, capture: Recorder).Whole();
    }

    private string Save(byte[] bytes)
    {
        string path = Path.Combine(_directory, "read");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static JsonElement Json(string path) => JsonDocument.Parse(Invoke(path, "--json")).RootElement;

    private static string Invoke(params string[] arguments)
    {
        (int exit, string output, string error) = Run(arguments);
        Assert.Equal((0, ""), (exit, error));
        return output;
    }

    private static (int Exit, string Output) Verify(string path)
    {
        using StringWriter output = new();
        int exit = VerifyCommand.Create().Parse([path])
            .Invoke(new InvocationConfiguration { Output = output, Error = TextWriter.Null });
        return (exit, output.ToString());
    }

    private static (int Exit, string Output, string Error) Run(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int exit = SummaryCommand.Create().Parse(arguments)
            .Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (exit, output.ToString(), error.ToString());
    }
}
