namespace Contrail.Target.Work;

/// <summary>Short-lived and long-lived garbage, small and large; now and then a full collection.</summary>
internal static class Garbage
{
    private const int CollectEvery = 50;
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

        if (++_rounds % CollectEvery == 0)
        {
            GC.Collect();
        }
    }
}
