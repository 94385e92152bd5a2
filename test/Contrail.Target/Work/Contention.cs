namespace Contrail.Target.Work;

/// <summary>Two threads that synchronize and then take one lock; the owner sleeps, so that the other waits.</summary>
internal static class Contention
{
    private static readonly TimeSpan MeetWithin = TimeSpan.FromMilliseconds(200);
    private static readonly Barrier Both = new(2);
    private static readonly object Gate = new();

    public static void Round()
    {
        // Times out at the end, when the other thread has already ended.
        Both.SignalAndWait(MeetWithin);
        lock (Gate)
        {
            Thread.Sleep(2);
        }
    }
}
