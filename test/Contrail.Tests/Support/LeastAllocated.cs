namespace Contrail.Tests.Support;

/// <summary>
/// What work allocates each time it is done. The runtime may allocate on the same thread as well, when it compiles a
/// method of a long process again or fills a cache: once, not each time.
/// </summary>
internal static class LeastAllocated
{
    /// <summary>How many rounds there are.</summary>
    public const int Rounds = 3;

    /// <summary>The bytes that this thread allocated in a round, of all rounds but one.</summary>
    /// <param name="work">The work of one round; it is given the number of the round, from 0.</param>
    public static long Bytes(Action<int> work)
    {
        List<long> rounds = [];
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            work(round);
            rounds.Add(GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return rounds.Order().SkipLast(1).Last();
    }
}
