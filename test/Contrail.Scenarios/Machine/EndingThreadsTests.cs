using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios.Machine;

/// <summary>Threads that end are sampled in the last steps of their end, when they have no number any more.</summary>
[Collection(Alone.Name)]
public sealed class EndingThreadsTests
{
    private const int SecondsUntilEnd = 3;

    [Fact]
    public async Task A_process_whose_threads_end_is_recorded_with_its_samples()
    {
        SamplingRights.RequireSystem();
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "mix+threads --rate 2000");
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            target.Id, "--cpu-samples", "499", "--period", "5m", "-o", trace.FullName);
        await target.WaitForLineAsync("mix ", skipCount: SecondsUntilEnd);
        contrail.Interrupt();
        SnapshotManifest manifest = (await contrail.FinishAsync()).Manifest;
        SampledFile file = SampledFile.Read(trace.FullName);
        ManifestLane lane = Assert.Single(manifest.Lanes, one => one.Kind == LaneKind.CpuSamples);
        Assert.Equal(file.Count, lane.Records);
        Assert.Contains(0, file.ThreadIds);
    }
}
