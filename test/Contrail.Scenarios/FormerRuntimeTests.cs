using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>.NET 8 and 9 are out of support and can still be recorded.</summary>
[Collection(Alone.Name)]
public sealed class FormerRuntimeTests(ITestOutputHelper output)
{
    public static TheoryData<string> Frameworks { get; } = [.. TargetBuild.FormerFrameworks];

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task Attached_late_and_killed_it_leaves_a_file_with_names(string framework)
    {
        using TraceFile trace = new();
        await using TargetProcess target =
            await TargetProcess.StartAsync(framework, "heartbeat+work --rate 1000 --work-rate 50");
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            target.Id, "--providers",
            "Contrail-Target-Heartbeat:0xffffffffffffffff:5,Contrail-Target-Work:0xffffffffffffffff:5",
            "-o", trace.FullName);
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        target.Kill();
        SnapshotManifest manifest = (await contrail.FinishAsync()).Manifest;

        Assert.StartsWith(framework["net".Length..], manifest.Process.RuntimeVersion);
        Assert.Equal(SourceState.Torn, manifest.Source);
        Assert.Equal(0, manifest.EventsLost);
        TraceEventReading reading = TraceEventReading.Read(trace.FullName);
        Heartbeat[] beats = [.. reading.Heartbeats];
        Assert.Equal(beats[^1].Number - beats[0].Number + 1, beats.Length);
        Assert.InRange(beats.Length, 1000, 4000);
        TraceLogReading log = TraceLogReading.Read(trace.FullName);
        Measured.Report(output, $"{framework} attached late and killed: {log.NamedShare:P3} of {log.Frames} "
            + "frames named");
        Assert.True(log.Frames > 1000, $"{log.Frames} frames");
        Assert.True(log.NamedShare >= 0.995, $"{log.NamedShare:P3}");
    }
}
