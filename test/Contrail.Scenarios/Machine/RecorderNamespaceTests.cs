using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios.Machine;

/// <summary>The kernel's clock is the machine's, and the recorder's can be that of a time namespace.</summary>
[Collection(Alone.Name)]
public sealed class RecorderNamespaceTests
{
    private const int Seconds = 3;

    [Fact]
    public async Task A_recorder_and_a_process_in_a_time_namespace_have_samples_at_the_time_of_the_events()
    {
        SamplingRights.RequireSystem();
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Not checked: only root can make namespaces.");
        using TraceFile trace = new();
        string target = await TargetBuild.ExecutableAsync("net10.0");
        await using ContrailProcess contrail = ContrailProcess.StartIn(
            ["unshare", "-T", "--monotonic", "100000", "-f", "--kill-child"],
            ["record", "--json", "--cpu-samples", "199", "-o", trace.FullName, "--",
                target, "mix", "--seconds", $"{Seconds}"]);
        SnapshotManifest manifest = (await contrail.FinishAsync()).Manifest;
        ManifestLane lane = Assert.Single(manifest.Lanes, one => one.Kind == LaneKind.CpuSamples);
        Assert.InRange(lane.Records, 199, 199 * 2 * Seconds * 2);
        Assert.Equal(SampledFile.Read(trace.FullName).Count, lane.Records);
    }
}
