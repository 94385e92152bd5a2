namespace Contrail.Target.Work;

/// <summary>Short-lived and long-lived garbage, small and large, and collections of all generations.</summary>
internal static class Garbage
{
    private const int YoungEvery = 5;
    private const int FullEvery = 50;
    private static readonly Queue<byte[]> Survivors = new();
    private static int _rounds;

    public static void Round()
    {
        for (int index = 0; index < 500; index++)
        {
            _ = new byte[1000 + index];
        }

        Survivors.Enqueue(new byte[100_000]);
        if (Survivors.Count > 100)
        {
            Survivors.Dequeue();
        }

        // Without this, a collection would run once in several seconds on a machine with large caches.
        if (++_rounds % YoungEvery == 0)
        {
            GC.Collect(_rounds % FullEvery == 0 ? GC.MaxGeneration : 0);
        }
    }
}
