using System.Globalization;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios.Machine;

/// <summary>
/// What a program computes in known proportions has these proportions in the samples of a recording, by its own account
/// of its processor time, also after it was killed.
/// </summary>
/// <remarks>
/// .NET 8 uses the machine's zlib, which Debian compiles without frame pointers: a stack ends in it, and its samples
/// are known by the module only.
/// </remarks>
[Collection(Alone.Name)]
public sealed class SampledSharesTests(ITestOutputHelper output)
{
    private static readonly string[] Methods =
        ["MixMode.Managed", "MixMode.Generic", "MixMode.Native", "MixMode.Framework"];

    private const int ProcessorSeconds = 20;
    private const int NativeIndex = 2;

    /// <summary>Of 4,000 samples, three points are four standard deviations of the largest share.</summary>
    private const double MaxDifference = 0.03;

    [Theory]
    [InlineData("net8.0", false)]
    [InlineData("net10.0", false)]
    [InlineData("net11.0", true)]
    public async Task The_samples_have_the_shares_of_the_program(string framework, bool isKilled)
    {
        SamplingRights.RequireSystem();
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync(framework, "mix --seconds 300");
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            target.Id, "--cpu-samples", "199", "--period", "5m", "-o", trace.FullName);
        double[] before = Account(await target.WaitForLineAsync("mix ", skipCount: 0));
        double[] after = before;
        for (int second = 1; second <= ProcessorSeconds; second++)
        {
            after = Account(await target.WaitForLineAsync("mix ", skipCount: second));
        }

        if (isKilled)
        {
            target.Kill();
        }
        else
        {
            contrail.Interrupt();
        }

        SnapshotManifest manifest = (await contrail.FinishAsync()).Manifest;
        Verify(framework, [.. after.Zip(before, (end, start) => end - start)], manifest, trace.FullName);
    }

    /// <summary>A loaded machine gives the program less processor time, and the burst fewer samples.</summary>
    [Fact]
    public async Task The_samples_of_a_burst_have_the_shares_of_the_program()
    {
        SamplingRights.RequireThreads();
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "mix --seconds 300");
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            target.Id, "--cpu-burst", $"{ProcessorSeconds}s", "--cpu-samples", "off", "--figures", "off",
            "--period", "5m", "-o", trace.FullName);
        await target.WaitForLineAsync("mix ", skipCount: 0);
        contrail.Interrupt();
        SnapshotManifest manifest = (await contrail.FinishAsync()).Manifest;
        SampledFile file = SampledFile.Read(trace.FullName);
        double[] spent = Account(target.Output.Last(line => line.StartsWith("mix ", StringComparison.Ordinal)));
        double[] expected = [.. spent.Select(one => one / spent.Sum())];
        double[] sampled = [.. Methods.Select(file.ShareOf)];
        Measured.Report(output, $"burst: {file.Count} samples, {Text(sampled)} of {Text(expected)}, "
            + $"{(double)file.RootedCount / file.Count:P1} to the root");
        ManifestLane lane = Assert.Single(manifest.Lanes);
        Assert.Equal((LaneKind.CpuSamples, file.Count, 0), (lane.Kind, lane.Records, lane.Lost));
        Assert.InRange(file.Count, 100, 199 * 2 * ProcessorSeconds);

        // Four standard deviations of the largest share.
        double allowed = Math.Max(MaxDifference, 4 * Math.Sqrt(0.25 / file.Count));
        Assert.All(expected.Zip(sampled), pair => Assert.InRange(
            pair.Second, pair.First - allowed, pair.First + allowed));
        Assert.True((double)file.RootedCount / file.Count >= 0.99, $"{file.RootedCount} of {file.Count}");
        Assert.True((double)file.UnknownCount / file.FrameCount <= 0.005, $"{file.UnknownCount}");
    }

    private void Verify(string framework, double[] spent, SnapshotManifest manifest, string path)
    {
        SampledFile file = SampledFile.Read(path);
        double[] expected = [.. spent.Select(one => one / spent.Sum())];
        double[] sampled = [.. Methods.Select(file.ShareOf)];
        bool hasZlibWithoutFrames = framework == "net8.0";
        long cutCount = hasZlibWithoutFrames ? file.UnrootedInZlibCount : 0;
        double rooted = (double)file.RootedCount / (file.Count - cutCount);
        double unknown = (double)file.UnknownCount / file.FrameCount;
        Measured.Report(output, $"{framework}: {file.Count} samples, {Text(sampled)} of {Text(expected)}, "
            + $"{rooted:P1} to the root, {unknown:P2} of the frames unknown");
        ManifestLane lane = Assert.Single(manifest.Lanes, one => one.Kind == LaneKind.CpuSamples);
        Assert.Equal((LaneKind.CpuSamples, file.Count, 0), (lane.Kind, lane.Records, lane.Lost));
        Assert.InRange(file.Count, 2_000, 20_000);
        double[] known = [.. sampled];
        known[NativeIndex] += (double)cutCount / file.Count;
        Assert.All(expected.Zip(known), pair => Assert.InRange(
            pair.Second, pair.First - MaxDifference, pair.First + MaxDifference));
        Assert.True(rooted >= 0.99, $"{rooted:P2}");
        Assert.True(unknown <= 0.005, $"{unknown:P2}");
        double[] official = OfficialShares(path);
        Assert.All(sampled.Zip(official), pair => Assert.Equal(pair.First, pair.Second, 0.002));
    }

    // The samples as TraceLog reads them, the reader of PerfView and Visual Studio.
    private static double[] OfficialShares(string path)
    {
        IReadOnlyList<IReadOnlyList<string>> samples = TraceLogReading.Read(path).Samples;
        return [.. Methods.Select(method => (double)samples.Count(
            stack => stack.Any(name => name.Contains(method, StringComparison.Ordinal))) / samples.Count)];
    }

    private static double[] Account(string line) =>
        [.. line.Split(' ').Skip(1).Select(one => double.Parse(one, CultureInfo.InvariantCulture))];

    private static string Text(double[] shares) =>
        string.Join('/', shares.Select(share => share.ToString("P1", CultureInfo.InvariantCulture)));
}
