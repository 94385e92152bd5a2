using System.Diagnostics;
using System.Diagnostics.Tracing;
using Contrail.Capture;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;
using Contrail.Scenarios.Support;
using Contrail.Snapshots;
using Contrail.Sources;
using Contrail.Storage;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>A full ring of 64 MiB is written: how long that takes, and that the process does not feel it.</summary>
[Collection(Alone.Name)]
public sealed class SnapshotTimeTests(ITestOutputHelper output)
{
    private const int SnapshotCount = 9;
    private const double NoiseMilliseconds = 100;
    private static readonly RecordingLimits Limits = new(TimeSpan.FromMinutes(10), 64 << 20);

    [Fact]
    public async Task A_snapshot_of_a_full_ring_does_not_delay_the_process()
    {
        // 120 MB at full speed, and then quiet: the ring is full, and the processors are free for the measurement.
        await using TargetProcess target = await TargetProcess.StartAsync(
            "net10.0", "counted+spin+work --threads 1 --count 60000 --bytes 2000 --work-rate 20 --stdin");
        EventPipeOptions options = new()
        {
            Profile = Profile.CpuEventPipe.With([new EventPipeProvider(
                "Contrail-Target-Flood", ulong.MaxValue, EventLevel.Verbose)]),
            Governor = null,
        };
        using RecordingHost pumps = new(RecorderHost.Default, Limits);
        using OpenRecordingSource source = EventPipeSource.Attach(target.Id, options).Open(pumps);
        await target.WaitForLineAsync("wrote ");
        List<SnapshotTimes> all = [];
        for (int time = 0; time < SnapshotCount; time++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(400), TestContext.Current.CancellationToken);
            all.Add(await TakeAsync(source));
        }

        await target.WriteLineAsync("stop");
        Assert.Equal(0, await target.WaitForExitAsync());
        GapLog gaps = GapLog.Of(target, "spin");
        double[] with = [.. all.Select(one => gaps.LongestMilliseconds(one.Frozen, one.Written))];
        double[] without = [.. all.Select(one =>
            gaps.LongestMilliseconds(one.Requested - (one.Written - one.Frozen), one.Requested))];
        Measured.Report(output, $"snapshot of {all[^1].SizeBytes >> 20} MiB, ms: wait for the flush "
            + $"{Measured.Spread(all.Select(one => one.Wait))}; then lay out "
            + $"{Measured.Spread(all.Select(one => one.Lay))}; write to memory's file system "
            + $"{Measured.Spread(all.Select(one => one.Write))}");
        Measured.Report(output, "longest gap of a spinning thread of the process, ms: while that is done "
            + $"{Measured.Spread(with)}; before {Measured.Spread(without)}");
        Assert.All(all, one => Assert.InRange(one.SizeBytes, 48 << 20, 66 << 20));
        Assert.True(Measured.Median(with) < Measured.Median(without) + NoiseMilliseconds);
    }

    // What SnapshotOperation and a sink do, with a look at the clock between.
    private static async Task<SnapshotTimes> TakeAsync(OpenRecordingSource source)
    {
        long requested = Stopwatch.GetTimestamp();
        (FrozenRing? ring, RequestCoverage upTo, _) = FreezePoint.Freeze(source, CancellationToken.None);
        source.WaitForNames(CancellationToken.None);
        long frozen = Stopwatch.GetTimestamp();
        using Snapshot snapshot = source.Assembler.Assemble(ring!, source.Describe(new SnapshotFacts
        {
            Reason = "",
            RequestedUtc = DateTime.UtcNow,
            RequestCoverage = upTo,
            Period = Limits.Period,
            MaxBytes = Limits.MaxBytes,
            HeldBytes = 0,
        }));
        long laid = Stopwatch.GetTimestamp();
        string path = $"/dev/shm/contrail-{Guid.NewGuid():N}.nettrace";
        SnapshotFile.Write(snapshot, path, overwrite: false, TestContext.Current.CancellationToken);
        long written = Stopwatch.GetTimestamp();
        File.Delete(path);
        return new SnapshotTimes(requested, frozen, laid, written, snapshot.SizeBytes);
    }

    private sealed record SnapshotTimes(long Requested, long Frozen, long Laid, long Written, long SizeBytes)
    {
        public double Wait => Stopwatch.GetElapsedTime(Requested, Frozen).TotalMilliseconds;

        public double Lay => Stopwatch.GetElapsedTime(Frozen, Laid).TotalMilliseconds;

        public double Write => Stopwatch.GetElapsedTime(Laid, Written).TotalMilliseconds;
    }
}
