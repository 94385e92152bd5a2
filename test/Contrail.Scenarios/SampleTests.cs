using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>Samples by method are those of the reader that <c>dotnet-trace report topN</c> uses.</summary>
public sealed partial class SampleTests(ITestOutputHelper output)
{
    // dotnet-trace weighs a sample with the time until the next one of its thread; here each counts once.
    // On some machines that is 3.6 % of the samples of a method that waits; the counts themselves are compared exactly.
    private const double MaxShareDifference = 0.05;

    [Fact]
    public async Task Samples_of_each_method_are_those_of_the_official_reader()
    {
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "work+spin --rate 50");
        using TraceFile own = new();
        Ended ended = await ContrailProcess.RunAsync(
            "record", "--pid", $"{target.Id}", "--profile", "cpu-eventpipe", "--governor", "off", "--duration",
            "3s", "--force", "-o", own.FullName);
        Assert.True(ended.ExitCode == 0, ended.Errors);
        await CompareAsync(own.FullName);

        using TraceFile official = new();
        await OfficialRecording.RecordAsync(
            target.Id, TimeSpan.FromSeconds(3), official.FullName, "Microsoft-DotNETCore-SampleProfiler");
        await CompareAsync(official.FullName);
    }

    private async Task CompareAsync(string file)
    {
        SampleCounts expected = SampleCounts.ByTraceLog(file);
        SampleCounts found = SampleCounts.ByContrail(file);
        long all = expected.All.Values.Sum(count => count.Self);
        output.WriteLine($"{all} samples of {expected.All.Count} methods, {expected.Managed.Count} managed");
        Assert.InRange(all, 500, long.MaxValue);
        Assert.NotEmpty(expected.Managed);
        Assert.Equal("", string.Join('\n', SampleCounts.Differences(expected.All, found.All)));
        output.WriteLine(string.Join('\n', SampleCounts.Differences(expected.Managed, found.Managed)));
        Assert.Empty(SampleCounts.Differences(expected.Managed, found.Managed));
        await CompareViewAsync(file);
        CompareReport(await DotnetTrace.ReportAsync(file), expected.All, all);
    }

    // The view has the methods that were innermost in managed code.
    private static async Task CompareViewAsync(string file)
    {
        Ended ended = await ContrailProcess.RunAsync("view", "hot-methods", "--table", "methods", "--json", file);
        Assert.True(ended.ExitCode == 0, ended.Errors);
        using JsonDocument shown = JsonDocument.Parse(ended.Output);
        JsonElement rows = shown.RootElement.GetProperty("tables")[0].GetProperty("rows");
        Assert.Equal(
            SampleCounts.ManagedByName(file).Where(count => count.Self > 0)
                .Select(count => (count.Self, count.Inclusive)).Order(),
            rows.EnumerateArray().Select(row => (
                row.GetProperty("self").GetInt64(), row.GetProperty("inclusive").GetInt64())).Order());
    }

    private void CompareReport(string report, IReadOnlyDictionary<SampledMethod, SampleCount> counts, long all)
    {
        double[] shares = [.. counts.Values.Select(count => (double)count.Self / all).OrderDescending()];
        double[] reported = [.. Row().Matches(report)
            .Select(row => double.Parse(row.Groups["exclusive"].Value, CultureInfo.InvariantCulture) / 100)];
        output.WriteLine(report);
        Assert.InRange(reported.Length, 5, shares.Length);
        for (int index = 0; index < 5; index++)
        {
            Assert.Equal(reported[index], shares[index], MaxShareDifference);
        }
    }

    [GeneratedRegex("""^\d+\. .*?[\d.]+%\s+(?<exclusive>[\d.]+)%""", RegexOptions.Multiline)]
    private static partial Regex Row();
}
