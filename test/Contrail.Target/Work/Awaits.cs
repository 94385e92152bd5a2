namespace Contrail.Target.Work;

/// <summary>Tasks that really go through the thread pool.</summary>
internal static class Awaits
{
    public static void Round() => FanOutAsync().GetAwaiter().GetResult();

    private static async Task FanOutAsync()
    {
        int[] lengths = await Task.WhenAll(Enumerable.Range(0, 4).Select(HopAsync));
        WorkEvents.Log.Done("hops", lengths.Sum());
    }

    private static async Task<int> HopAsync(int hops)
    {
        for (int hop = 0; hop < hops; hop++)
        {
            await Task.Yield();
        }

        return hops;
    }
}
