using System.Diagnostics.Tracing;
using Contrail.Discovery;
using Contrail.Ipc;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>
/// However a recorder leaves, the process that it recorded continues as if it had never been attached.
/// </summary>
[Collection(Alone.Name)]
public sealed class LeavingTests(ITestOutputHelper output)
{
    private const string Heartbeats = "Contrail-Target-Heartbeat:0xffffffffffffffff:5";
    private const string Flood = "Contrail-Target-Flood:0xffffffffffffffff:5";
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(Signal.Kill, 128 + (int)Signal.Kill)]
    [InlineData(Signal.Interrupt, 0)]
    [InlineData(Signal.Terminate, 0)]
    public async Task A_recorder_that_ends_does_not_affect_the_process(Signal signal, int exitCode)
    {
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "heartbeat --rate 1000 --stdin");
        await using (ContrailProcess contrail = await ContrailProcess.RecordAsync(
            target.Id, "--providers", Heartbeats, "-o", trace.FullName))
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
            contrail.Send(signal);
            Assert.Equal(exitCode, await contrail.WaitForExitAsync());
        }

        Assert.Equal(signal != Signal.Kill, File.Exists(trace.FullName));
        Assert.Empty(Leftovers(trace));
        await AssertGoesOnAsync(target);
    }

    [Fact]
    public async Task A_recorder_that_closes_its_socket_in_a_flood_does_not_affect_the_process()
    {
        await using TargetProcess target = await TargetProcess.StartAsync(
            "net10.0", "heartbeat+flood --rate 1000 --bytes 40000 --stdin");
        DiagnosticClient client = new(DiagnosticEndpoint.Find(target.Id).Socket!);
        SessionRequest request = new()
        {
            BufferMegabytes = 64,
            Providers = [new EventPipeProvider("Contrail-Target-Flood", ulong.MaxValue, EventLevel.Verbose)],
        };
        using (EventPipeConnection session = client.StartSession(request))
        {
            byte[] some = new byte[1000];
            Assert.True(session.Read(some) > 0);
            session.Close();
        }

        await AssertGoesOnAsync(target);
    }

    [Theory]
    [InlineData("environment", 0, "Ended")]
    [InlineData("return", 0, "Ended")]
    [InlineData("unhandled", 128 + 6, "Torn")]
    [InlineData("sigkill-self", 128 + 9, "Torn")]
    public async Task A_recorded_process_ends_with_an_exit_code_of_its_own(string how, int exitCode, string source)
    {
        using TraceFile trace = new();
        await using TargetProcess target =
            await TargetProcess.StartAsync("net10.0", $"exit+heartbeat --how {how} --after 2.5");
        await using ContrailProcess contrail =
            await ContrailProcess.RecordAsync(target.Id, "--providers", Heartbeats, "-o", trace.FullName);
        Assert.Equal(exitCode, await target.WaitForExitAsync());
        ReportedSnapshot snapshot = await contrail.FinishAsync();
        Assert.Equal(source, snapshot.Manifest.Source.ToString());
        Assert.Single(
            contrail.Errors, line => line.StartsWith("recording ended: the process ", StringComparison.Ordinal));
        Assert.Equal(0, TraceEventReading.Read(trace.FullName).EventsLost);
    }

    [Fact]
    public async Task A_recorder_that_was_stopped_for_a_while_reports_the_gap_and_the_process_continues()
    {
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync(
            "net10.0", "flood --rate 4000 --bytes 8000 --stdin");
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            target.Id, "--max-bytes", "256MiB", "--period", "30s", "--governor", "off", "--providers", Flood,
            "-o", trace.FullName);
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        contrail.Suspend();
        await Task.Delay(TimeSpan.FromSeconds(3.5), TestContext.Current.CancellationToken);
        contrail.Continue();
        await Task.Delay(TimeSpan.FromSeconds(1.5), TestContext.Current.CancellationToken);
        Assert.False(target.HasExited);
        contrail.Interrupt();
        await contrail.WaitForExitAsync();

        SnapshotManifest manifest = Assert.Single(contrail.Snapshots).Manifest;
        TraceEventReading reading = TraceEventReading.Read(trace.FullName);
        FloodNumbers numbers = Assert.Single(reading.FloodByThread).Value;
        string reported = string.Join(", ", manifest.Losses.GroupBy(loss => loss.Reason)
            .Select(group => $"{group.Sum(loss => loss.Count)} {group.Key}"));
        Measured.Report(
            output, $"recorder stopped for 3.5 s at 32 MB/s: {numbers.Missing} missing; reported: {reported}");
        Assert.Contains(manifest.Losses, loss => loss.Reason is LossReason.RuntimeDropped or LossReason.RecorderPaused);
        Assert.Equal(manifest.EventsLost, reading.EventsLost);
        Assert.InRange(numbers.Missing, 0, manifest.EventsLost);
        await target.WriteLineAsync("stop");
        Assert.Equal(0, await target.WaitForExitAsync());
    }

    private static string[] Leftovers(TraceFile trace) =>
        Directory.GetFiles(Path.GetDirectoryName(trace.FullName)!, "*.partial");

    /// <summary>
    /// The target beats without a gap and at its rate, another recorder can attach, and it ends on request.
    /// </summary>
    private async Task AssertGoesOnAsync(TargetProcess target)
    {
        using TraceFile official = new();
        await OfficialRecording.RecordAsync(target.Id, Watched, official.FullName, "Contrail-Target-Heartbeat");
        TraceEventReading reading = TraceEventReading.Read(official.FullName);
        int[] numbers = [.. reading.Heartbeats.Select(beat => (int)beat.Number)];
        double seconds = (reading.Heartbeats[^1].Milliseconds - reading.Heartbeats[0].Milliseconds) / 1000;
        output.WriteLine($"{numbers.Length} beats in {seconds} s");
        Assert.Equal(Enumerable.Range(numbers[0], numbers.Length), numbers);
        Assert.InRange(numbers.Length / seconds, 900, 1100);

        using TraceFile ours = new();
        await using ContrailProcess another = await ContrailProcess.RecordAsync(
            target.Id, "--duration", "1s", "--providers", Heartbeats, "-o", ours.FullName);
        ReportedSnapshot snapshot = await another.FinishAsync();
        Assert.Equal(0, snapshot.Manifest.EventsLost);
        Assert.True(TraceEventReading.Read(ours.FullName).Heartbeats.Count > 500);
        await target.WriteLineAsync("stop");
        Assert.Equal(0, await target.WaitForExitAsync());
    }
}
