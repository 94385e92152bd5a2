using System.Diagnostics;
using System.Globalization;
using Contrail.Agent.Doctor;
using Contrail.EventPipe;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>A process that is stopped, a server that does not answer, a recorder that is stopped.</summary>
[Collection(Alone.Name)]
public sealed class HeldUpTests(ITestOutputHelper output)
{
    /// <summary>The flood alone: what else is lost would not be in the target's own count.</summary>
    private const string FloodAlone = "Contrail-Target-Flood:0xffffffffffffffff:5,Microsoft-Windows-DotNETRuntime:0:1";

    private static readonly TimeSpan MaxPatience = TimeSpan.FromSeconds(5);

    /// <summary>The buffer of the session is the same in each runtime.</summary>
    public static TheoryData<string> StoppedFrameworks { get; } = Samples.Frameworks(usual: "net10.0");

    [Theory]
    [InlineData("net10.0")]
    [InlineData("net11.0")]
    public async Task A_stopped_process_still_gives_a_snapshot_at_once(string framework)
    {
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync(framework, "heartbeat --rate 1000 --stdin");
        FlightRecorderOptions options = new() { Sink = new DirectorySink(Path.GetDirectoryName(trace.FullName)!) };
        using FlightRecorder recorder = new(options, EventPipeSource.Attach(target.Id));
        recorder.Start();
        Assert.Equal(RequestCoverage.Flushed, (await recorder.SnapshotAsync("it runs")).Manifest.RequestCoverage);
        target.Suspend();
        TimeSpan[] took = new TimeSpan[5];
        for (int index = 0; index < took.Length; index++)
        {
            long requested = Stopwatch.GetTimestamp();
            SavedSnapshot saved = await recorder.SnapshotAsync($"it is stopped, {index}");
            took[index] = Stopwatch.GetElapsedTime(requested);
            Assert.Equal(RequestCoverage.TimedOut, saved.Manifest.RequestCoverage);
            Assert.Equal(0, TraceEventReading.Read(saved.Location).EventsLost);
        }

        target.Continue();
        Assert.Equal(RequestCoverage.Flushed, (await recorder.SnapshotAsync("it runs again")).Manifest.RequestCoverage);
        Array.Sort(took);
        Measured.Report(output, $"snapshot of a stopped process, {framework}: median "
            + $"{took[took.Length / 2].TotalMilliseconds:0} ms, worst {took[^1].TotalMilliseconds:0} ms (5)");
        Assert.InRange(took[took.Length / 2], TimeSpan.Zero, TimeSpan.FromMilliseconds(250));
    }

    [Fact]
    public async Task A_frozen_container_has_no_flush_and_no_window_after_its_last_event()
    {
        Assert.SkipUnless(CgroupFreezer.IsUsable, "a control group that can be frozen needs root");
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "heartbeat --rate 1000 --stdin");
        FlightRecorderOptions options = new() { Sink = new DirectorySink(Path.GetDirectoryName(trace.FullName)!) };
        using FlightRecorder recorder = new(options, EventPipeSource.Attach(target.Id));
        recorder.Start();
        Assert.Equal(RequestCoverage.Flushed, (await recorder.SnapshotAsync("it runs")).Manifest.RequestCoverage);
        SnapshotManifest frozen;
        using (CgroupFreezer freezer = CgroupFreezer.Freeze(target.Id))
        {
            frozen = (await recorder.SnapshotAsync("it is frozen")).Manifest;
        }

        Assert.Equal(RequestCoverage.TimedOut, frozen.RequestCoverage);
        ManifestLoss loss = Assert.Single(frozen.Losses, loss => loss.Reason == LossReason.NotReceived);
        Assert.Equal(frozen.LastUtc, loss.FromUtc);
        Assert.True(loss.FromUtc < loss.ToUtc);
        Assert.Equal(RequestCoverage.Flushed, (await recorder.SnapshotAsync("it runs again")).Manifest.RequestCoverage);
    }

    [Fact]
    public async Task A_stopped_process_is_refused_at_once_and_by_name()
    {
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "idle");
        target.Suspend();
        await AssertAllAnswerInTimeAsync(target.Id, "is stopped", trace);
        target.Continue();
        Assert.DoesNotContain(RecordingDoctor.Examine(target.Id), one => one.Severity == Severity.Problem);
    }

    [Fact]
    public async Task Every_command_abandons_in_time_a_server_that_does_not_answer()
    {
        using TraceFile trace = new();
        Dictionary<string, string?> environment = new() { ["DOTNET_EnableDiagnostics"] = "0" };
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "deaf --stdin", environment);
        await target.WaitForLineAsync("deaf");
        await AssertAllAnswerInTimeAsync(target.Id, "Timed out waiting for the runtime's answer", trace);
        Ended hurried = await ContrailProcess.RunAsync(
            "record", "--pid", $"{target.Id}", "--attach-timeout", "100ms", "-o", trace.FullName);
        Assert.Contains("increase it on a busy machine with --attach-timeout", hurried.Errors);
        Assert.Contains("The limit is 0.1 s", hurried.Errors);
        await target.WriteLineAsync("stop");
        Assert.Equal(0, await target.WaitForExitAsync());
    }

    [Theory]
    [MemberData(nameof(StoppedFrameworks))]
    public async Task A_recorder_stopped_for_ten_seconds_costs_the_process_its_buffer_and_no_time(string framework)
    {
        const long NoiseBytes = 12 << 20;
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync(
            framework, "heartbeat+flood --rate 80000 --bytes 20 --stdin");
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            target.Id, "--max-bytes", "256MiB", "--period", "60s", "--governor", "off", "--providers", FloodAlone,
            "-o", trace.FullName);
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        long before = target.ResidentBytes;
        contrail.Suspend();
        long most = await MostBytesAsync(target, TimeSpan.FromSeconds(10));
        contrail.Continue();
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        contrail.Interrupt();
        ReportedSnapshot snapshot = await contrail.FinishAsync();
        await target.WriteLineAsync("stop");
        Assert.Equal(0, await target.WaitForExitAsync());

        TraceEventReading reading = TraceEventReading.Read(trace.FullName);
        FloodNumbers numbers = Assert.Single(reading.FloodByThread).Value;
        long gapMilliseconds = LongestGap(await target.WaitForLineAsync("longest gap "));
        double megabytesPerSecond = snapshot.SizeBytes / snapshot.Manifest.WindowSeconds / 1e6;
        Measured.Report(output, $"recorder stopped for 10 s, {framework}: target grew by {(most - before) >> 20} "
            + "MiB, its "
            + $"longest gap was {gapMilliseconds} ms, {numbers.Missing} of {numbers.Last - numbers.First + 1} events "
            + $"lost, {snapshot.Manifest.EventsLost} reported; file {megabytesPerSecond:0.0} MB/s");
        Assert.InRange(most - before, 0, (SessionBuffer.UsualMegabytes << 20) + NoiseBytes);
        Assert.InRange(gapMilliseconds, 0, 500);
        Assert.True(numbers.Missing > 0, "The buffer held it all: there was no hole.");
        Assert.Equal(numbers.Missing, snapshot.Manifest.EventsLost);
        Assert.Equal(numbers.Missing, reading.EventsLost);
        Assert.DoesNotContain(snapshot.Manifest.Losses, loss => loss.Reason == LossReason.RecorderPaused);
    }

    private async Task AssertAllAnswerInTimeAsync(int pid, string why, TraceFile trace)
    {
        SourceUnavailableException refused = await InTimeAsync("library", () => Task.FromResult(
            Assert.Throws<SourceUnavailableException>(
                () => new FlightRecorder(new FlightRecorderOptions(), EventPipeSource.Attach(pid)).Start())));
        Assert.Contains(why, refused.Message);
        Ended record = await InTimeAsync("record", () =>
            ContrailProcess.RunAsync("record", "--pid", $"{pid}", "-o", trace.FullName));
        Assert.Equal(1, record.ExitCode);
        Assert.Contains(why, Assert.Single(record.Errors.Split('\n')));
        Assert.False(File.Exists(trace.FullName));
        Ended doctor = await InTimeAsync("doctor", () => ContrailProcess.RunAsync("doctor", "--pid", $"{pid}"));
        Assert.Equal(1, doctor.ExitCode);
        Assert.Contains(why, doctor.Output);
        Ended ps = await InTimeAsync("ps", () => ContrailProcess.RunAsync("ps"));
        Assert.Equal(0, ps.ExitCode);
        Assert.Contains(ps.Output.Split('\n'), line =>
            line.TrimStart().StartsWith($"{pid} ", StringComparison.Ordinal)
            && line.Contains(why, StringComparison.OrdinalIgnoreCase));
    }

    private async Task<T> InTimeAsync<T>(string who, Func<Task<T>> request)
    {
        long started = Stopwatch.GetTimestamp();
        T answer = await request();
        TimeSpan took = Stopwatch.GetElapsedTime(started);
        output.WriteLine($"{who}: {took.TotalSeconds:0.00} s");
        Assert.InRange(took, TimeSpan.Zero, MaxPatience);
        return answer;
    }

    private static async Task<long> MostBytesAsync(TargetProcess target, TimeSpan time)
    {
        long started = Stopwatch.GetTimestamp();
        long most = 0;
        while (Stopwatch.GetElapsedTime(started) < time)
        {
            most = Math.Max(most, target.ResidentBytes);
            // Samples over the time of the stop; there is nothing to wait for.
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        return most;
    }

    private static long LongestGap(string line) =>
        long.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture);
}
