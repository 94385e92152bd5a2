using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Recording;

/// <summary>One-time events evicted for their memory limit.</summary>
/// <param name="Kept">Settings and type names, which any later event may need; null if none was evicted.</param>
/// <param name="Threads">Running threads, by the operating system's id, whose start was evicted.</param>
internal readonly record struct ForgottenEvents(Loss? Kept, IReadOnlyCollection<ulong> Threads)
{
    /// <summary>All of it, for the recording as a whole.</summary>
    public IReadOnlyList<Loss> Losses() => LossesIn(Kept?.From ?? default, Kept?.To ?? default, Threads.Count);

    /// <summary>What a window from one moment to another needs.</summary>
    /// <param name="from">When the window begins.</param>
    /// <param name="to">When it ends.</param>
    /// <param name="windowThreads">The threads of which something is in it.</param>
    public IReadOnlyList<Loss> LossesIn(TraceTicks from, TraceTicks to, IEnumerable<ulong> windowThreads)
    {
        // Without any, the threads of the window need not be searched.
        int threadCount = Threads.Count == 0 ? 0 : Threads.Intersect(windowThreads).Count();
        return LossesIn(from, to, threadCount);
    }

    // What was evicted before the window is missing in all of it.
    private IReadOnlyList<Loss> LossesIn(TraceTicks from, TraceTicks to, int threadCount)
    {
        long count = (Kept?.Count ?? 0) + threadCount;
        return count == 0 ? [] : [new Loss(from, to, LossReason.CarriedForgotten, count, null)];
    }
}
