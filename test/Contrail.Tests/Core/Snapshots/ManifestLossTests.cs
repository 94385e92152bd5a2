using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.Snapshots;

/// <summary>A manifest lists every loss, as precisely as possible without outgrowing its trace.</summary>
public sealed class ManifestLossTests
{
    private static readonly FileEvent Tick = RuntimeEvents.Custom("Drawn", 1, "Tick");

    // A number of seconds, in each of which a number of threads lose three events: how many entries list them, for how
    // many threads.
    [Theory]
    [InlineData(5, 2, 10, 2)]
    [InlineData(150, 2, 2, 2)]
    [InlineData(2, 250, 1, 0)]
    public void Many_losses_are_listed_by_thread_and_very_many_by_reason(
        int seconds, int threads, int entryCount, int threadCount)
    {
        NetTraceFile file = new();
        for (int second = 0; second <= seconds; second++)
        {
            for (uint thread = 1; thread <= threads; thread++)
            {
                file.Add(Tick, second * 1100, thread, lost: second == 0 ? 0u : 3u);
            }

            file.CloseBlock();
        }

        using Recorded recorded = Recorded.Of(file.Torn());
        SnapshotManifest manifest = recorded.File().Manifest;
        Assert.Equal(3 * seconds * threads, manifest.EventsLost);
        Assert.Equal(3 * seconds * threads, manifest.Losses.Sum(loss => loss.Count));
        Assert.Equal(entryCount, manifest.Losses.Count);
        Assert.Equal(threadCount, manifest.Losses.Select(loss => loss.Thread).Where(id => id is not null)
            .Distinct().Count());
    }
}
