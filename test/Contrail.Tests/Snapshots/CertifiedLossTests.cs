using Contrail.Core.Snapshots;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Snapshots;

/// <summary>A certificate tells every loss, as precisely as it can without outgrowing its trace.</summary>
public sealed class CertifiedLossTests
{
    private static readonly FileEvent Tick = RuntimeEvents.Custom("Drawn", 1, "Tick");

    // So many seconds, in each of which so many threads lose three events: how many entries tell of it, on how many
    // threads.
    [Theory]
    [InlineData(5, 2, 10, 2)]
    [InlineData(150, 2, 2, 2)]
    [InlineData(2, 250, 1, 0)]
    public void Many_losses_are_told_by_thread_and_very_many_by_reason(
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
        Certificate certificate = recorded.File().Certificate;
        Assert.Equal(3 * seconds * threads, certificate.EventsLost);
        Assert.Equal(3 * seconds * threads, certificate.Losses.Sum(loss => loss.Count));
        Assert.Equal(entryCount, certificate.Losses.Count);
        Assert.Equal(threadCount, certificate.Losses.Select(loss => loss.Thread).Where(id => id is not null)
            .Distinct().Count());
    }
}
