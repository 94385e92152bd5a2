using Contrail.Core.Formats;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.Snapshots;

/// <summary>The wall clock is set while a process is recorded.</summary>
public sealed class ClockStepTests
{
    private const double MaxSeconds = 10;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly FileEvent Tick = RuntimeEvents.Custom("Drawn", 1, "Tick");
    private readonly NetTraceFile _file = new();

    public ClockStepTests()
    {
        for (int second = 0; second <= MaxSeconds; second++)
        {
            _file.Add(Tick, second * 1000).CloseBlock();
        }
    }

    [Fact]
    public void Times_are_those_of_the_clock_after_the_step_in_the_manifest_and_in_the_file()
    {
        (byte[] file, SnapshotManifest manifest) = Take(Hour, step: (_file.At(8_000), Hour));
        DateTime begin = NetTraceFile.Begin + Hour;
        Assert.Equal((begin, begin.AddSeconds(MaxSeconds)), (manifest.FirstUtc, manifest.LastUtc));
        Assert.Equal(new ClockStep(3600, begin.AddSeconds(8)), manifest.ClockStepped);
        Assert.Equal(begin, ReadBack.Of(file).Trace!.Utc);
    }

    [Fact]
    public void A_step_before_the_window_corrects_the_times_and_is_not_reported_again()
    {
        SnapshotManifest manifest = Take(Hour, step: (new TraceTicks(1), Hour)).Manifest;
        Assert.Equal((NetTraceFile.Begin + Hour, null), (manifest.FirstUtc, manifest.ClockStepped));
    }

    [Fact]
    public void A_step_that_was_not_seen_is_reported_without_its_moment()
    {
        SnapshotManifest manifest = Take(-Hour, step: null).Manifest;
        Assert.Equal((NetTraceFile.Begin - Hour, new ClockStep(-3600, null)),
            (manifest.FirstUtc, manifest.ClockStepped));
    }

    [Fact]
    public void Half_a_second_is_not_a_step()
    {
        SnapshotManifest manifest = Take(TimeSpan.FromSeconds(0.5), step: null).Manifest;
        Assert.Equal((NetTraceFile.Begin, null), (manifest.FirstUtc, manifest.ClockStepped));
    }

    private (byte[] File, SnapshotManifest Manifest) Take(TimeSpan off, (TraceTicks, TimeSpan)? step)
    {
        using Recorded recorded = Recorded.Of(_file.Torn());
        TraceTicks end = _file.At(MaxSeconds * 1000);
        using Snapshot snapshot = recorded.Snapshot(with: facts => facts with
        {
            Anchor = (end, NetTraceFile.Begin.AddSeconds(MaxSeconds) + off),
            ClockStep = step,
        });
        return (Recorded.BytesOf(snapshot), snapshot.Manifest);
    }
}
