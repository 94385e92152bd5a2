namespace Contrail.Tests.Support;

/// <summary>
/// What work allocates each time it is done. The runtime may allocate on the same thread as well, when it compiles a
/// method of a long process again or fills a cache: now and then, and not each time.
/// </summary>
internal static class LeastAllocated
{
    /// <summary>How many rounds there are.</summary>
    public const int Rounds = 3;

    /// <summary>The least number of bytes that this thread allocated in one of a few rounds.</summary>
    /// <param name="work">The work of one round; it is given the number of the round, from 0.</param>
    public static long Bytes(Action<int> work)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            work(round);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
