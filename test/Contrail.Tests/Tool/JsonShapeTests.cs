using Contrail.Agent.Doctor;
using Contrail.Analysis.Views.Catalog;
using Contrail.Core.Files;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.Snapshots;
using Contrail.Tests.Support;
using Contrail.Tool;
using Contrail.Tool.Commands;
using Contrail.Tool.Json;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>Compares each JSON object that the tool writes with its golden file, byte for byte.</summary>
public sealed class JsonShapeTests : IDisposable
{
    private static readonly CheckResult[] Checks =
    [
        CheckResult.Ok("runtime", "It responds."),
        CheckResult.Warning("memory", "The limit is low.", "Raise the limit."),
        CheckResult.Problem("socket", "The socket belongs to 'app'.", "Run contrail as 'app'."),
    ];

    private static readonly ListedTarget[] Targets =
    [
        new()
        {
            Pid = 42,
            Name = "Shop",
            CommandLine = "dotnet Shop.dll --password ***",
            RuntimeVersion = "10.0.12",
            Status = Attachability.Ready,
        },
        new()
        {
            Pid = 43,
            Name = "Other",
            CommandLine = "",
            Status = Attachability.DiagnosticsDisabled,
            Reason = "its diagnostics are disabled",
        },
    ];

    private static readonly Dictionary<string, Func<JsonShapeTests, string>> Writers = new()
    {
        ["doctor"] = _ => JsonOutput.Document(DoctorJson.Of(Checks, pid: 42)),
        ["doctor-host"] = _ => JsonOutput.Document(DoctorJson.Of([CheckResult.Ok("runtime", "It responds.")], pid: 0)),
        ["error"] = test => test.Run("info", "missing.nettrace", null),
        ["info-go"] = test => test.Run("info", "a.trace", GoldenTraces.Go),
        ["info-go-damaged"] = test => test.Run("info", "a.trace", GoldenTraces.Go[..^1]),
        ["info-go-snapshot"] = test => test.RunWithManifest("info"),
        ["info-nettrace"] = test => test.Run("info", "a.nettrace", GoldenTraces.NetTrace),
        ["info-nettrace-damaged"] = test => test.Run("info", "a.nettrace", GoldenTraces.TornNetTrace),
        ["info-nettrace-repaired"] = test => test.Run("info", "a.nettrace", Repaired()),
        ["info-nettrace-processes"] = test => test.Run("info", "a.nettrace", TwoProcesses()),
        ["manifest-file"] = _ => SnapshotManifestJson.Write(GoldenTraces.Manifest),
        ["ps"] = _ => PsCommand.Json(Targets),
        ["record-line"] = _ => JsonOutput.Line(SnapshotLineJson.Of(
            new SavedSnapshot("traces/a.nettrace", 4_096, GoldenTraces.Manifest with { TraceBytes = null }))),
        ["compare-nettrace"] = test => test.Run("compare --incident -1s..", "a.nettrace", GoldenTraces.NetTrace),
        ["summary-go"] = test => test.Run("summary", "a.trace", GoldenTraces.Go),
        ["summary-go-damaged"] = test => test.Run("summary", "a.trace", GoldenTraces.Go[..^1]),
        ["summary-go-snapshot"] = test => test.RunWithManifest("summary"),
        ["findings-go-snapshot"] = test => test.RunWithManifest("findings"),
        ["view-process-go-snapshot"] = test => test.RunWithManifest("view process"),
        ["summary-nettrace"] = test => test.Run("summary", "a.nettrace", GoldenTraces.NetTrace),
        ["summary-nettrace-damaged"] = test => test.Run("summary", "a.nettrace", GoldenTraces.TornNetTrace),
        ["summary-nettrace-processes"] = test => test.Run("summary", "a.nettrace", TwoProcesses()),
        ["verify-go"] = test => test.Run("verify", "a.trace", GoldenTraces.Go),
        ["verify-go-damaged"] = test => test.Run("verify", "a.trace", GoldenTraces.Go[..^1]),
        ["verify-nettrace"] = test => test.Run("verify", "a.nettrace", GoldenTraces.NetTrace),
        ["verify-nettrace-damaged"] = test => test.Run("verify", "a.nettrace", Mutations.All["PointAhead"]()[..^3]),
        ["view-list"] = _ => JsonOutput.Document(ViewJson.List(ViewCatalog.All)),
        ["view-exceptions"] = test => test.Run("view exceptions", "a.nettrace", GoldenTraces.NetTrace),
        ["view-gc-pauses-damaged"] = test => test.Run("view gc-pauses", "a.nettrace", GoldenTraces.TornNetTrace),
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-json-").FullName;

    public static TheoryData<string> Shapes { get; } = [.. Writers.Keys];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Json_equals_its_golden_file(string shape) =>
        GoldenFile.AssertEqual($"json/{shape}.json", Writers[shape](this));

    [Fact]
    public void Each_golden_file_belongs_to_a_shape() =>
        GoldenFile.AssertFiles("json", Shapes.Select(shape => shape.Data + ".json"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Repaired()
    {
        (byte[] bytes, TraceRepair _) = Intake.Repair(GoldenTraces.TornNetTrace);
        return bytes;
    }

    private static byte[] TwoProcesses()
    {
        byte[] described = new PayloadWriter().Var(42).ShortUtf8("shop").ShortUtf8("").ToArray();
        return V6Mutations.Sound().Row(3, UniversalProvider.System, 0, "ExistingProcess")
            .Event(3, 55, thread: 1, described).Whole();
    }

    private string RunWithManifest(string command)
    {
        SnapshotManifest manifest = GoldenTraces.Manifest with { TraceBytes = GoldenTraces.Go.Length };
        File.WriteAllText(Path.Combine(_folder, "a.trace.json"), SnapshotManifestJson.Write(manifest));
        return Run(command, "a.trace", GoldenTraces.Go);
    }

    // The folder of a test is the only part that differs between runs.
    private string Run(string command, string name, byte[]? bytes)
    {
        string path = Path.Combine(_folder, name);
        if (bytes is not null)
        {
            File.WriteAllBytes(path, bytes);
        }

        using StringWriter output = new();
        CommandLine.Run([.. command.Split(' '), path, "--json"], output, TextWriter.Null);
        return output.ToString().Replace(_folder, "FOLDER", StringComparison.Ordinal);
    }
}
