namespace Contrail.Target.Work;

/// <summary>Two threads that want one lock, and one of them holds it while it sleeps.</summary>
internal static class Contention
{
    private static readonly object Gate = new();

    public static void Round()
    {
        lock (Gate)
        {
            Thread.Sleep(2);
        }
    }
}
