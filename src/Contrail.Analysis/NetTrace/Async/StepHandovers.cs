using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Interpreting;

namespace Contrail.Analysis.NetTrace.Async;

/// <summary>
/// When threads handed their steps over. The runtime does so when 16 KB are full, or when a thread has been idle: one
/// that ran until the end of the window may hold back the step that continued an operation. Not safe for concurrent
/// use.
/// </summary>
/// <param name="shared">What all interpreters share.</param>
internal sealed class StepHandovers(Interpretation shared)
{
    private const int MaxThreads = 10_000;

    /// <summary>
    /// A quarter of a second idle, a second until the timer, and as much again for a timer that is late.
    /// </summary>
    private const long IdleNanoseconds = 2_500_000_000;

    private readonly Dictionary<long, TraceTime> _latest = [];

    /// <summary>A thread has handed over what it held.</summary>
    public void Add(long thread, TraceTime at)
    {
        if (_latest.Count < MaxThreads || _latest.ContainsKey(thread))
        {
            _latest[thread] = at;
        }
    }

    /// <summary>Up to when the steps of all threads are known: those with steps, and the workers of the pool.</summary>
    public TraceTime KnownUntil()
    {
        TraceTime known = shared.End;
        foreach (long thread in Threads().Distinct())
        {
            TraceTime handedOver = _latest.GetValueOrDefault(thread, TraceTime.Start);
            if (shared.LastEventOf(unchecked((ulong)thread)) is { } last && last > handedOver
                && last.Nanoseconds + IdleNanoseconds > shared.End.Nanoseconds)
            {
                known = handedOver < known ? handedOver : known;
            }
        }

        return known;
    }

    private IEnumerable<long> Threads() => shared.Index.Threads.Ids
        .Select(id => unchecked((long)id))
        .Where(shared.Index.Context.Threads.IsPoolThread)
        .Concat(_latest.Keys);
}
