using System.Diagnostics.Tracing;
using Contrail.Core.NetTrace.Events;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>What a process wrote is in the file or reported as lost, to the last event of each thread.</summary>
[Collection(Alone.Name)]
public sealed class LossTests(ITestOutputHelper output)
{
    private const int Writers = 4;
    private const int EventsPerWriter = 100_000;

    /// <summary>
    /// Two pieces of 100 KiB for each of its threads, which are about a dozen in addition to the writers.
    /// </summary>
    private const int AmpleMegabytes = 4;

    public static TheoryData<string> Frameworks { get; } = [.. TargetBuild.Frameworks];

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task Events_that_a_thread_wrote_have_arrived_or_are_reported_as_lost(string framework)
    {
        (List<WrittenCount> written, SnapshotManifest manifest, TraceEventReading reading) = await RecordCountedAsync(
            framework, Writers, $"--count {EventsPerWriter}", AmpleMegabytes);
        Dictionary<long, long> lostByThread = manifest.Losses.Where(loss => loss.Reason == LossReason.RuntimeDropped)
            .GroupBy(loss => loss.Thread!.Value)
            .ToDictionary(group => group.Key, group => group.Sum(loss => loss.Count));
        Measured.Report(output, $"{framework} {AmpleMegabytes} MiB of buffer: {manifest.EventsLost} reported as lost "
            + $"of {written.Sum(thread => thread.Count)}");
        Assert.True(manifest.EventsLost > 0, "Nothing was lost, so nothing was counted.");
        Assert.All(written, thread => Assert.Equal(
            thread.Count - Arrived(reading, thread), lostByThread.GetValueOrDefault(thread.ThreadId)));
        Assert.Equal(manifest.EventsLost, lostByThread.Values.Sum());
        Assert.Equal(manifest.EventsLost, reading.EventsLost);
        Assert.False(manifest.LossesMayBeMore);
    }

    /// <summary>
    /// The runtime forgets a thread that ends in a flood before the next sequence point, with what it dropped last.
    /// </summary>
    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task Losses_of_threads_that_end_in_a_flood_are_reported_or_marked_as_possibly_more(string framework)
    {
        const int Threads = 24;
        (List<WrittenCount> written, SnapshotManifest manifest, TraceEventReading reading) = await RecordCountedAsync(
            framework, Threads, $"--staggered --count {4 * EventsPerWriter}", 2 * AmpleMegabytes);
        ILookup<long?, ManifestLoss> reported = manifest.Losses.ToLookup(loss => loss.Thread);
        List<WrittenCount> unreported = [];
        foreach (WrittenCount thread in written)
        {
            long arrived = Arrived(reading, thread);
            long dropped = reported[thread.ThreadId].Where(loss => loss.Reason == LossReason.RuntimeDropped).Sum(loss =>
                loss.Count);
            Assert.InRange(arrived + dropped, 0, thread.Count);

            // A thread that never got a buffer is unknown.
            if (arrived + dropped > 0 && arrived + dropped < thread.Count)
            {
                unreported.Add(thread);
            }
        }

        Measured.Report(output, $"{framework}, {Threads} threads end in a flood: {manifest.EventsLost} reported as "
            + $"lost, incomplete for {unreported.Count} threads");
        Assert.All(unreported, thread => Assert.Contains(reported[thread.ThreadId], loss =>
            loss.Reason == LossReason.ThreadEnded));
        Assert.Equal(manifest.Losses.Any(loss => loss.Reason == LossReason.ThreadEnded), manifest.LossesMayBeMore);
        Assert.Equal(manifest.EventsLost, reading.EventsLost);
    }

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task With_too_small_a_buffer_it_is_reported_that_losses_may_be_more(string framework)
    {
        await using TargetProcess target =
            await TargetProcess.StartAsync(framework, "flood --threads 64 --rate 1280 --stdin");
        using OwnRecording recording = new(target.Id, FloodOnly(megabytes: 1));
        recording.Start();
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        Assert.True((await recording.SnapshotAsync()).Manifest.LossesMayBeMore);

        // Its threads are gone then, and what they may have lost is not.
        await EndAsync(target);
        Assert.True((await recording.LastSnapshotAsync()).Manifest.LossesMayBeMore);
    }

    private static async Task<(List<WrittenCount> Written, SnapshotManifest, TraceEventReading)> RecordCountedAsync(
        string framework, int threads, string arguments, int megabytes)
    {
        await using TargetProcess target = await TargetProcess.StartAsync(
            framework, $"counted --threads {threads} {arguments} --bytes 200 --stdin");
        using OwnRecording recording = new(target.Id, FloodOnly(megabytes));
        recording.Start();
        List<WrittenCount> written = [];
        while (written.Count < threads)
        {
            written.Add(WrittenCount.Parse(await target.WaitForLineAsync("wrote ", written.Count)));
        }

        // The very last drops are reported by no later event, only by the sequence point of a clean end.
        await EndAsync(target);
        SavedSnapshot saved = await recording.LastSnapshotAsync();
        return (written, saved.Manifest, TraceEventReading.Read(saved.Location));
    }

    // None of a thread that found no buffer free while the others filled them.
    private static long Arrived(TraceEventReading reading, WrittenCount thread) =>
        reading.FloodByThread.TryGetValue(thread.Index, out FloodNumbers? seen) ? seen.Count : 0;

    // The runtime's own events would be lost too, on threads that are not counted.
    private static EventPipeOptions FloodOnly(int megabytes) => new()
    {
        Profile = Profile.Default.With(
        [
            new EventPipeProvider(RuntimeProvider.Name, 0, EventLevel.Critical),
            new EventPipeProvider("Contrail-Target-Flood", ulong.MaxValue, EventLevel.Verbose),
        ]),
        BufferMegabytes = megabytes,
        Governor = null,
    };

    private static async Task EndAsync(TargetProcess target)
    {
        await target.WriteLineAsync("stop");
        Assert.Equal(0, await target.WaitForExitAsync());
    }
}
