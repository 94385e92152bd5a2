using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Contrail.Scenarios.Support;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>A recording of a real process as the tools of other viewers read it after a conversion.</summary>
public sealed partial class ViewerTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-viewers-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_tools_of_other_viewers_read_the_figures_of_the_views()
    {
        string file = await RecordAsync();
        Ended answer = await ContrailProcess.RunAsync(
            "sql", file, "select sum(cpu_ns) as time, count(*) as samples from samples", "--json");
        using JsonDocument row = JsonDocument.Parse(answer.Output);
        double milliseconds = row.RootElement.GetProperty("time").GetDouble() / 1e6;
        Assert.True(milliseconds > 500, answer.Output + answer.Errors);
        await AssertPprofAsync(file, milliseconds);
        await AssertFirefoxAsync(file);
        await AssertSpeedscopeAsync(file);
        int samples = row.RootElement.GetProperty("samples").GetInt32();
        AssertPerfetto(await ConvertAsync(file, "perfetto"), samples, milliseconds);
        AssertOtlp(await ConvertAsync(file, "otlp", "--of", "samples"), milliseconds);
    }

    private async Task<string> RecordAsync()
    {
        string file = Path.Combine(_folder, "a.nettrace");
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "burn --threads 1");
        Ended recorded = await ContrailProcess.RunAsync(
            "record", "--pid", $"{target.Id}", "--profile", "cpu", "--duration", "3s", "-o", file);
        Assert.True(recorded.ExitCode == 0, recorded.Errors);
        return file;
    }

    private async Task AssertPprofAsync(string file, double milliseconds)
    {
        string profile = await ConvertAsync(file, "pprof");
        string root = GoToolchain.Require("1.22/usr/lib/go-1.22");
        Ended top = await Command.RunAsync(
            $"{root}/pkg/tool/linux_amd64/pprof", ["-top", "-unit=ms", "-sample_index=cpu", profile], Soon);
        Assert.True(top.ExitCode == 0, top.Errors);
        Match total = Total().Match(top.Output);
        Assert.True(total.Success, top.Output);
        Assert.InRange(
            double.Parse(total.Groups[1].Value, CultureInfo.InvariantCulture),
            milliseconds * 0.999,
            milliseconds * 1.001);
        Ended traces = await Command.RunAsync(
            $"{root}/pkg/tool/linux_amd64/pprof", ["-traces", "-sample_index=cpu", profile], Soon);
        Assert.Contains("thread:", traces.Output, StringComparison.Ordinal);
        Assert.Contains("Burn", traces.Output, StringComparison.Ordinal);
    }

    private async Task AssertFirefoxAsync(string file)
    {
        string profile = await ConvertAsync(file, "firefox");
        string tool = Viewers.Require("node_modules/@firefox-devtools/profiler-cli/dist/profiler-cli.js");
        Dictionary<string, string?> sessions = new() { ["HOME"] = _folder };
        Ended loaded = await Command.RunAsync("node", [tool, "load", profile], Soon, sessions);
        try
        {
            Assert.True(loaded.ExitCode == 0, loaded.Output + loaded.Errors);
            Ended threads = await Command.RunAsync("node", [tool, "thread", "list"], Soon, sessions);
            Assert.Contains("Contrail.Target", threads.Output, StringComparison.Ordinal);
            Ended markers = await Command.RunAsync("node", [tool, "thread", "markers"], Soon, sessions);
            Assert.True(markers.ExitCode == 0, markers.Output + markers.Errors);
            Ended samples = await Command.RunAsync("node", [tool, "thread", "functions"], Soon, sessions);
            Assert.Contains("Burn", samples.Output, StringComparison.Ordinal);
        }
        finally
        {
            await Command.RunAsync("node", [tool, "stop", "--all"], Soon, sessions);
        }
    }

    // Its page loads a profile from a script next to it, as its command line opens one.
    private async Task AssertSpeedscopeAsync(string file)
    {
        string profile = await ConvertAsync(file, "speedscope");
        string page = Viewers.Require("node_modules/speedscope/dist/release/index.html");
        string script = Path.Combine(_folder, "profile.js");
        string content = Convert.ToBase64String(await File.ReadAllBytesAsync(profile));
        await File.WriteAllTextAsync(script, $"speedscope.loadFileFromBase64(\"a.speedscope.json\", \"{content}\")");
        await using Browser browser = await Browser.StartAsync();
        await browser.OpenAsync(
            $"{new Uri(page).AbsoluteUri}#localProfilePath={script}", "document.title.includes('CPU, all threads')");

        // The browser warns of drawing without a graphics card.
        Assert.DoesNotContain(
            browser.Faults, fault => !fault.Contains("\"level\":\"warning\"", StringComparison.Ordinal));
    }

    private static void AssertPerfetto(string file, int samples, double milliseconds)
    {
        string trace = Protoc.Decode("perfetto.proto", "perfetto.protos.Trace", File.ReadAllBytes(file));
        long[] weights = [.. Weight().Matches(trace).Select(Number)];
        Assert.Equal(samples, weights.Length);
        Assert.InRange(weights.Sum() / 1e6, milliseconds * 0.999, milliseconds * 1.001);
    }

    private static void AssertOtlp(string file, double milliseconds)
    {
        string profiles = Protoc.Decode(
            "otlp-profiles.proto", "opentelemetry.proto.ProfilesData", File.ReadAllBytes(file));
        double sum = Value().Matches(profiles).Sum(match => (double)Number(match));
        Assert.InRange(sum / 1e6, milliseconds * 0.999, milliseconds * 1.001);
    }

    private static long Number(Match match) => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    private async Task<string> ConvertAsync(string file, string format, params string[] options)
    {
        string target = Path.Combine(_folder, format);
        Ended converted = await ContrailProcess.RunAsync(
            ["convert", file, "--format", format, "-o", target, .. options]);
        Assert.True(converted.ExitCode == 0, converted.Errors);
        return target;
    }

    // "Showing nodes accounting for 2900ms, 99% of 2915.25ms total".
    [GeneratedRegex(@"of ([0-9.]+)ms total")]
    private static partial Regex Total();

    [GeneratedRegex(@"primary_weight: (\d+)$", RegexOptions.Multiline)]
    private static partial Regex Weight();

    [GeneratedRegex(@"values: (\d+)$", RegexOptions.Multiline)]
    private static partial Regex Value();
}
