using System.Diagnostics;
using System.Text.Json.Nodes;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.Formats;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios.InProcess;

/// <summary>What could hang or break a process that records itself, and must not.</summary>
public sealed class HazardTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("exit")]
    [InlineData("exit --during write")]
    public async Task Its_exit_at_full_event_rate_is_not_delayed(string mode)
    {
        await using InProcessProgram program = InProcessProgram.Start(mode);
        await program.WaitForLineAsync("leaving", Patience);
        long leaving = Stopwatch.GetTimestamp();
        Assert.Equal(0, await program.WaitForExitAsync(Patience));
        double milliseconds = Stopwatch.GetElapsedTime(leaving).TotalMilliseconds;
        Measured.Report(output, $"own process, {mode}, two threads at full rate: gone after {milliseconds:F0} ms");

        // Each of two sessions may take its flush of 100 ms; a hang has no end.
        Assert.InRange(milliseconds, 0, 10_000);
    }

    [Fact]
    public async Task Event_sources_created_meanwhile_cause_no_deadlock()
    {
        await using InProcessProgram program = InProcessProgram.Start("sources --rounds 5");
        Assert.Equal("whole 5 of 5, sources made: many", await program.FinishAsync(Patience));
    }

    [Fact]
    public async Task No_thread_that_drains_makes_an_event_source()
    {
        await using InProcessProgram program = InProcessProgram.Start("listener");
        Assert.Equal("1 marker; ", await program.FinishAsync(Patience));
    }

    [Fact]
    public async Task Writers_that_throw_or_hang_and_stops_meanwhile_end_as_expected()
    {
        await using InProcessProgram program = InProcessProgram.Start("writers");
        Assert.Equal("throws stops-while-writing gives-up leaves-alone goes-on", await program.FinishAsync(Patience));
    }

    [Fact]
    public async Task Triggers_need_no_thread_of_a_starved_pool()
    {
        using TraceFile trace = new();
        string folder = Path.GetDirectoryName(trace.FullName)!;
        await using InProcessProgram program = InProcessProgram.Start($"triggers --folder {folder}");
        Assert.Equal("trigger failures, System.InvalidOperationException", await program.FinishAsync(Patience));
        Assert.Single(Directory.GetFiles(folder, "*.nettrace"));
    }

    [Fact]
    public async Task A_webhook_with_https_needs_no_thread_of_a_starved_pool()
    {
        using TraceFile trace = new();
        string folder = Path.GetDirectoryName(trace.FullName)!;
        string certificate = Path.Combine(folder, "localhost.pem");
        using WebhookServer server = new(certificate);
        string rules = Path.Combine(folder, "rules.json");
        await File.WriteAllTextAsync(rules, $$"""
            {
              "schema": "contrail.triggers/1",
              "rules": [
                {
                  "name": "failures",
                  "on": "exception:InvalidOperationException",
                  "actions": [ { "webhook": "{{server.Url}}", "timeout": "30s" }, { "log": true } ]
                }
              ]
            }
            """);
        Dictionary<string, string?> trusted = new() { ["SSL_CERT_FILE"] = certificate };
        Task<string> sent = server.AcceptAsync(TestContext.Current.CancellationToken);
        await using InProcessProgram program = InProcessProgram.Start(
            $"webhook --folder {folder} --rules {rules}", trusted);
        Assert.Equal("trigger failures", await program.FinishAsync(Patience));
        string request = await sent;
        Assert.StartsWith("POST /hook?token=secret HTTP/1.1\r\nHost: localhost:", request, StringComparison.Ordinal);
        Assert.Contains("\"schema\":\"contrail.trigger/1\"", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Snapshots_and_stop_need_no_thread_of_a_starved_pool()
    {
        using TraceFile trace = new();
        string folder = Path.GetDirectoryName(trace.FullName)!;
        await using InProcessProgram program = InProcessProgram.Start($"starved --folder {folder}");
        Assert.Equal("sink done, file done, pipe done, stop done", await program.FinishAsync(Patience));
        Assert.Equal(2, Directory.GetFiles(folder, "*.nettrace").Length);
    }

    [Fact]
    public async Task A_second_recorder_of_the_process_is_refused_until_the_first_is_stopped()
    {
        await using InProcessProgram program = InProcessProgram.Start("two");
        Assert.Equal("refused started refused", await program.FinishAsync(Patience));
    }

    [Fact]
    public async Task It_can_be_disposed_on_the_finalizer_thread()
    {
        await using InProcessProgram program = InProcessProgram.Start("finalizer");
        Assert.Equal("disposed", await program.FinishAsync(Patience));
    }

    [Theory]
    [InlineData(true, nameof(RequestCoverage.Marker))]
    [InlineData(false, nameof(RequestCoverage.Flushed))]
    public async Task Without_event_sources_it_is_recorded_too_and_the_flush_is_waited_for(
        bool hasEventSources, string upToRequest)
    {
        using TraceFile file = new();
        string configuration = Path.ChangeExtension(file.FullName, ".runtimeconfig.json");
        JsonNode built = JsonNode.Parse(await File.ReadAllTextAsync(
            Path.ChangeExtension(InProcessProgram.Assembly, ".runtimeconfig.json")))!;
        built["runtimeOptions"]!["configProperties"]!["System.Diagnostics.Tracing.EventSource.IsSupported"] =
            hasEventSources;
        await File.WriteAllTextAsync(configuration, built.ToJsonString());
        await using InProcessProgram program = InProcessProgram.StartWith(
            configuration, $"snapshot --file {file.FullName}");
        Assert.StartsWith("wrote ", await program.FinishAsync(Patience), StringComparison.Ordinal);
        await using FileStream read = File.OpenRead(file.FullName);
        Assert.True(TraceFileFacts.TryRead(read, out TraceFileFacts? facts, out TraceFault? fault), $"{fault}");
        Assert.Equal(upToRequest, facts!.RequestCoverage.ToString());
        Assert.True(facts.Complete);
    }

    [Fact]
    public async Task Where_diagnostics_are_turned_off_the_reason_includes_it()
    {
        Dictionary<string, string?> off = new() { ["DOTNET_EnableDiagnostics"] = "0" };
        await using InProcessProgram program = InProcessProgram.Start("snapshot", off);
        string reported = await program.FinishAsync(Patience);
        Assert.StartsWith("refused ", reported, StringComparison.Ordinal);
        Assert.Contains("DOTNET_EnableDiagnostics", reported, StringComparison.Ordinal);
    }
}
