using System.Text;
using System.Text.Json;
using Contrail.Core.Formats;
using Contrail.Ipc;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>A process that has run for a while is recorded, and its recent past reads like any other trace.</summary>
[Collection(Alone.Name)]
public sealed class LateAttachTests(ITestOutputHelper output)
{
    private const string Secret = "hunter2";
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Frameworks { get; } = [.. TargetBuild.Frameworks];

    /// <summary>The count is the recorder's; LossTests compare it with each runtime's own.</summary>
    public static TheoryData<string> FloodedFrameworks { get; } = Samples.Frameworks(usual: "net11.0");

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task A_snapshot_opens_everywhere_with_names_and_its_window_and_loses_nothing(string framework)
    {
        using TraceFile trace = new();
        await using TargetProcess target =
            await TargetProcess.StartAsync(framework, $"work --rate 50 --password {Secret}");
        await Task.Delay(Late, TestContext.Current.CancellationToken);
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            target.Id, "--period", "3s", "--duration", "6s", "--profile", "cpu-eventpipe",
            "--providers", "Contrail-Target-Work:0xffffffffffffffff:5", "-o", trace.FullName);
        SnapshotManifest manifest = (await contrail.FinishAsync()).Manifest;

        AssertWindow(manifest, trace.FullName);
        AssertNames(framework, manifest, target, trace.FullName);
        AssertSecretIsNowhere(trace.FullName);
        await AssertInfoAsync(manifest, trace.FullName);
        Assert.Contains("Contrail.Target", await DotnetTrace.ReportAsync(trace.FullName, methods: 2_000));
        Assert.Contains("Descend", await DotnetTrace.ConvertAsync(trace.FullName, "Speedscope"));
        Assert.Contains("Descend", await DotnetTrace.ConvertAsync(trace.FullName, "Chromium"));
    }

    [Fact]
    public async Task A_process_that_waits_at_the_port_of_another_tool_has_its_names_once_it_runs()
    {
        using TraceFile trace = new();
        string port = Path.Combine(Path.GetDirectoryName(trace.FullName)!, "port");
        using ReverseConnectListener otherTool = new(port);
        string executable = await TargetBuild.ExecutableAsync("net10.0");
        Dictionary<string, string?> environment = new() { ["DOTNET_DiagnosticPorts"] = port };
        await using TargetProcess target = TargetProcess.Start(executable, ["work", "--rate", "50"], environment);
        DiagnosticClient tool = otherTool.ClientFor(otherTool.Accept(Patience));
        using OwnRecording recording = new(target.Id, new EventPipeOptions());
        recording.Start();
        tool.Resume();
        await target.WaitForLineAsync("ready");
        using CancellationTokenSource deadline = new(Patience);
        SnapshotManifest manifest;
        do
        {
            // Names arrive before frames: a snapshot shows that they have arrived.
            await Task.Delay(Late, deadline.Token);
            manifest = (await recording.SnapshotAsync()).Manifest;
        }
        while (manifest.Symbols.Rundown is RundownOutcome.Failed or RundownOutcome.Pending);

        Assert.Equal(RundownOutcome.Done, manifest.Symbols.Rundown);
        Assert.DoesNotContain(manifest.Losses, loss => loss.Reason == LossReason.NamesMissing);
    }

    [Theory]
    [MemberData(nameof(FloodedFrameworks))]
    public async Task The_count_of_dropped_events_is_the_same_for_every_reader(string framework)
    {
        using TraceFile trace = new();
        await using TargetProcess target =
            await TargetProcess.StartAsync(framework, "flood --threads 2 --bytes 8000");
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            target.Id, "--period", "3s", "--duration", "4s", "--max-bytes", "256MiB",
            "--governor", "off", "--providers", "Contrail-Target-Flood:0xffffffffffffffff:5", "-o", trace.FullName);
        SnapshotManifest manifest = (await contrail.FinishAsync()).Manifest;

        TraceEventReading reading = TraceEventReading.Read(trace.FullName);
        long missing = reading.FloodByThread.Values.Sum(numbers => numbers.Missing);
        Measured.Report(
            output,
            $"{framework} flooded: {manifest.EventsLost} lost of {manifest.Events}, {missing} numbers missing");
        Assert.True(missing > 0, "The flood was no flood.");
        Assert.Equal(manifest.EventsLost, reading.EventsLost);
        Assert.Equal(manifest.EventsLost, TraceLogReading.Read(trace.FullName).EventsLost);
        Assert.Equal(
            manifest.EventsLost,
            manifest.Losses.Where(loss => loss.Reason == LossReason.RuntimeDropped).Sum(loss => loss.Count));
        // Drops before the first and after the last that arrived have no number between two others.
        Assert.InRange(manifest.EventsLost, missing, missing * 2);
    }

    private void AssertWindow(SnapshotManifest manifest, string traceFile)
    {
        TraceEventReading reading = TraceEventReading.Read(traceFile);
        output.WriteLine($"{manifest.WindowSeconds} s, {reading.FirstMilliseconds}..{reading.LastMilliseconds} ms");
        Assert.Equal(SourceState.Open, manifest.Source);
        Assert.Equal(RequestCoverage.Flushed, manifest.RequestCoverage);
        Assert.Null(manifest.ShorterBecause);
        // What is kept beyond the period is one generation of about a second, and the wait for the flush.
        Assert.InRange(manifest.WindowSeconds, 3, 6);
        Assert.Equal(0, manifest.EventsLost);
        Assert.Equal(0, reading.EventsLost);
        Assert.Empty(manifest.Losses);
        Assert.True(reading.CountOf("Contrail-Target-Work", "Done") > 500);
        Assert.InRange(reading.FirstMilliseconds, 0, 1500);
        Assert.InRange(
            reading.LastMilliseconds,
            (manifest.WindowSeconds * 1000) - 1500,
            (manifest.WindowSeconds * 1000) + 1);
        Assert.InRange(Math.Abs((manifest.FirstUtc!.Value - reading.StartUtc).TotalMilliseconds), 0, 1);
        Assert.InRange(DateTime.UtcNow - manifest.LastUtc!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    private void AssertNames(string framework, SnapshotManifest manifest, TargetProcess target, string traceFile)
    {
        TraceLogReading reading = TraceLogReading.Read(traceFile);
        Measured.Report(
            output, $"{framework} attached late: {reading.NamedShare:P3} of {reading.Frames} frames named");
        Assert.True(reading.Frames > 10_000);
        Assert.True(reading.NamedShare >= 0.999, $"{reading.NamedShare:P3}");
        Assert.Contains(reading.FramesByMethod.Keys, name => name.Contains("Shape+Circle.Area"));
        Assert.Equal(manifest.EventsLost, reading.EventsLost);
        Assert.Equal(target.Id, reading.TargetId);
        Assert.Equal("Contrail.Target", reading.TargetName);
        Assert.EndsWith("Contrail.Target work --rate 50 --password ***", reading.TargetCommandLine);
        Assert.Equal(reading.TargetCommandLine, manifest.Process.CommandLine);
        Assert.StartsWith(framework["net".Length..], manifest.Process.RuntimeVersion);
    }

    private static async Task AssertInfoAsync(SnapshotManifest manifest, string traceFile)
    {
        Ended ended = await ContrailProcess.RunAsync("info", traceFile, "--json");
        Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
        JsonElement reported = JsonDocument.Parse(ended.Output).RootElement;
        string[] keys =
        [
            "format", "formatVersion", "complete", "generations", "frames", "events", "firstUtc", "lastUtc",
            "windowSeconds", "eventsSeconds", "upToRequest", "losses", "manifest",
        ];
        Assert.All(keys, key => Assert.True(reported.TryGetProperty(key, out _), $"{key} is missing."));
        Assert.True(reported.GetProperty("complete").GetBoolean());
        Assert.Equal("nettrace", reported.GetProperty("format").GetString());
        Assert.Equal(manifest.WindowSeconds, reported.GetProperty("windowSeconds").GetDouble());
        Assert.Equal(EnumName.Of(manifest.RequestCoverage), reported.GetProperty("upToRequest").GetString());
        Assert.Equal(manifest.Generations, reported.GetProperty("generations").GetInt32());
        Assert.Equal(0, reported.GetProperty("losses").GetArrayLength());
    }

    private static void AssertSecretIsNowhere(string traceFile)
    {
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(traceFile);
        Assert.Equal(-1, bytes.IndexOf(Encoding.UTF8.GetBytes(Secret)));
        Assert.Equal(-1, bytes.IndexOf(Encoding.Unicode.GetBytes(Secret)));
    }
}
