using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>A window with hardly any data contains everything that a reader needs for it.</summary>
public sealed class QuietProcessTests(ITestOutputHelper output)
{
    [Fact]
    public Task A_quiet_process_is_remembered_by_name_stack_and_thread() =>
        // All at once: each of them is idle.
        Task.WhenAll(TargetBuild.Frameworks.Select(RecordQuietAsync));

    private async Task RecordQuietAsync(string framework)
    {
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync(framework, "quiet --every 5");
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            target.Id, "--period", "3s", "--duration", "17s",
            "--providers", "Contrail-Target-Quiet:0xffffffffffffffff:5", "-o", trace.FullName);
        SnapshotManifest manifest = (await contrail.FinishAsync()).Manifest;
        int quietThread = ThreadNamed(target.Id, "quiet");

        // The first event after the attach arrived at least 12 seconds before the end. It carried the definition, the
        // stack and the thread, and has left the window, which contains one or two later ones.
        Assert.InRange(manifest.WindowSeconds, 3, 10);
        TraceEventReading reading = TraceEventReading.Read(trace.FullName);
        output.WriteLine($"{manifest.WindowSeconds} s, {string.Join(", ", reading.CountByEvent)}");
        Assert.InRange(reading.CountOf("Contrail-Target-Quiet", "Tick"), 1, 2);
        Assert.Equal([quietThread], reading.ThreadsOf("Contrail-Target-Quiet"));
        Assert.Equal(0, reading.EventsLost);
        Assert.Empty(manifest.Losses);
        TraceLogReading log = TraceLogReading.Read(trace.FullName);
        Assert.Contains(log.FramesByMethod.Keys, name => name.Contains("QuietMode.Run"));
        output.WriteLine($"{framework}: {manifest.Symbols}, {string.Join(", ", log.FramesByMethod.Keys)}");
        Assert.Equal(log.Frames, log.NamedFrames);
    }

    private static int ThreadNamed(int processId, string name)
    {
        string folder = Directory.GetDirectories($"/proc/{processId}/task")
            .Single(task => File.ReadAllText(Path.Combine(task, "comm")).Trim() == name);
        return int.Parse(Path.GetFileName(folder), System.Globalization.CultureInfo.InvariantCulture);
    }
}
