using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Recording;

/// <summary>
/// The waits that began in evicted generations and have not ended as far as is known: a wait is open for as long as its
/// beginning is the last event of its thread. Not safe for concurrent use.
/// </summary>
internal sealed class OpenWaits
{
    /// <summary>As many as a summary shows; more threads do not wait at once in any process that works.</summary>
    private const int MaxWaits = 10_000;

    private const int WaitBytes = 320;

    /// <summary>More threads than a process has; waits evicted beyond it are not counted.</summary>
    private const int MaxForgotten = 65_536;

    private const int ForgottenBytes = 40;

    private readonly Dictionary<ThreadIncarnationId, RetainedEvent> _waits = [];
    private readonly HashSet<ThreadIncarnationId> _forgotten = [];

    /// <summary>Approximate memory used, in bytes.</summary>
    public long HeldBytes => (_waits.Count * (long)WaitBytes) + (_forgotten.Count * (long)ForgottenBytes);

    /// <summary>
    /// Threads whose wait was evicted for the limit and has no known end. A wait that ended no longer counts: no later
    /// window needs it.
    /// </summary>
    public ThreadIncarnationId[] Forgotten() => [.. _forgotten];

    /// <summary>The same as a loss of the recording; empty without one.</summary>
    public IReadOnlyList<Loss> Losses() => LossesIn(default, default, _forgotten.Count);

    /// <summary>The given number of evicted waits as a loss in a window; empty for 0.</summary>
    public static IReadOnlyList<Loss> LossesIn(TraceTicks from, TraceTicks to, int forgottenCount) =>
        forgottenCount == 0 ? [] : [new Loss(from, to, LossReason.WaitsForgotten, forgottenCount, null)];

    /// <summary>A copy.</summary>
    public (ThreadIncarnationId Incarnation, RetainedEvent Start)[] All() =>
        [.. _waits.Select(wait => (wait.Key, wait.Value))];

    /// <summary>Takes over what was open before.</summary>
    public void AddAll(
        IEnumerable<(ThreadIncarnationId Incarnation, RetainedEvent Start)> waits,
        IEnumerable<ThreadIncarnationId> forgotten)
    {
        _forgotten.UnionWith(forgotten);
        foreach ((ThreadIncarnationId incarnation, RetainedEvent start) in waits)
        {
            _waits[incarnation] = start;
        }
    }

    /// <summary>A thread has reached this event: its earlier wait is over.</summary>
    public void Follow(in ThreadMark mark)
    {
        _waits.Remove(mark.Incarnation);
        _forgotten.Remove(mark.Incarnation);
        if (mark.Ended || mark.Wait is null)
        {
            return;
        }

        if (_waits.Count < MaxWaits)
        {
            _waits.Add(mark.Incarnation, mark.Wait);
        }
        else if (_forgotten.Count < MaxForgotten)
        {
            _forgotten.Add(mark.Incarnation);
        }
    }
}
