using System.Diagnostics;

namespace Contrail.Samples.Shop;

/// <summary>Allocates in bursts that reach every generation and the large objects' heap.</summary>
internal static class GarbageStorm
{
    private const int BurstObjects = 20_000;
    private const int LargeBytes = 1_000_000;

    public static void Rage(TimeSpan lasts)
    {
        long started = Stopwatch.GetTimestamp();
        List<object> survivors = [];
        while (Stopwatch.GetElapsedTime(started) < lasts)
        {
            for (int made = 0; made < BurstObjects; made++)
            {
                survivors.Add(new byte[64 + (made % 512)]);
            }

            survivors.Add(new byte[LargeBytes]);
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            if (survivors.Count > 10 * BurstObjects)
            {
                survivors.Clear();
            }
        }
    }
}
