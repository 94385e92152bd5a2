namespace Contrail.Target.Work;

/// <summary>Two threads that meet, and then want one lock; who has it sleeps, so that the other must wait.</summary>
internal static class Contention
{
    private static readonly TimeSpan MeetWithin = TimeSpan.FromMilliseconds(200);
    private static readonly Barrier Both = new(2);
    private static readonly object Gate = new();

    public static void Round()
    {
        // In vain at the very end, when the other one has left already.
        Both.SignalAndWait(MeetWithin);
        lock (Gate)
        {
            Thread.Sleep(2);
        }
    }
}
