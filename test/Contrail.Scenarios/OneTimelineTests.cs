using System.Text.Json;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>
/// A service of .NET calls one of Go while both are recorded by themselves: a conversion puts the calls and what they
/// cause on one timeline.
/// </summary>
public sealed class OneTimelineTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>What the conversion states: each time of day is rounded to a millisecond.</summary>
    private const double StatedErrorMs = 2;

    private const int AnswerMs = 30;

    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-timeline-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_a_Go_service_does_for_a_call_is_within_the_call_of_the_NET_service()
    {
        string[] files = await RecordAsync();
        string profile = Path.Combine(_folder, "both.json");
        Ended converted = await ContrailProcess.RunAsync(["convert", .. files, "--format", "firefox", "-o", profile]);
        Assert.True(converted.ExitCode == 0, converted.Errors);
        Assert.Contains("off by 2 ms", converted.Output, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(await File.ReadAllBytesAsync(profile));
        Marker[] markers = [.. Markers(json.RootElement)];
        Marker[] calls = [.. markers.Where(one => one.Row == "calls" && one.EndMs > one.StartMs)];
        Marker[] answers = [.. markers.Where(one => one.Label == "load" && one.EndMs - one.StartMs > AnswerMs * 0.9)];
        double fromMs = Math.Max(calls.Min(one => one.StartMs), answers.Min(one => one.StartMs));
        double toMs = Math.Min(calls.Max(one => one.EndMs), answers.Max(one => one.EndMs));
        Marker[] common = [.. answers.Where(one => one.StartMs > fromMs && one.EndMs < toMs)];
        Assert.True(common.Length >= 20, $"{common.Length} of {answers.Length} answers, {calls.Length} calls");

        // Within exactly one: a call without its answer, or two in one, would show a wrong place.
        double[] delaysMs = [.. common.Select(answer =>
            answer.StartMs - Assert.Single(calls, call => Has(call, answer)).StartMs).Order()];
        Measured.Report(output, $"{common.Length} answers of Go in calls of .NET: they begin "
            + $"{delaysMs[0]:F2} to {delaysMs[^1]:F2} ms after the call, median {delaysMs[delaysMs.Length / 2]:F2} ms");
    }

    private static bool Has(Marker call, Marker answer) =>
        call.StartMs <= answer.StartMs + StatedErrorMs && call.EndMs >= answer.EndMs - StatedErrorMs;

    private async Task<string[]> RecordAsync()
    {
        string[] files = [Path.Combine(_folder, "caller.nettrace"), Path.Combine(_folder, "called.trace")];
        await using GoService called = await GoService.StartAsync("1.26", workers: 0);
        await using TargetProcess caller = await TargetProcess.StartAsync(
            "net10.0", $"calls --address {new Uri(called.Address, $"/load?milliseconds={AnswerMs}")}");
        await using ContrailProcess go = ContrailProcess.Start(
            ["record", "--url", $"{called.Address}", "--period", "1m", "-o", files[1]]);
        await go.WaitForErrorLineAsync("recording ");
        await using ContrailProcess net = await ContrailProcess.RecordAsync(
            caller.Id, "--profile", "requests", "--duration", "4s", "-o", files[0]);
        await net.FinishAsync();
        go.Interrupt();
        await go.WaitForExitAsync();
        return files;
    }

    private static IEnumerable<Marker> Markers(JsonElement profile)
    {
        string[] texts = [.. profile.GetProperty("shared").GetProperty("stringArray").EnumerateArray()
            .Select(text => text.GetString()!)];
        foreach (JsonElement thread in profile.GetProperty("threads").EnumerateArray())
        {
            JsonElement markers = thread.GetProperty("markers");
            for (int index = 0; index < markers.GetProperty("length").GetInt32(); index++)
            {
                yield return new Marker(
                    texts[markers.GetProperty("name")[index].GetInt32()],
                    texts[markers.GetProperty("data")[index].GetProperty("label").GetInt32()],
                    markers.GetProperty("startTime")[index].GetDouble(),
                    markers.GetProperty("endTime")[index].GetDouble());
            }
        }
    }

    private sealed record Marker(string Row, string Label, double StartMs, double EndMs);
}
