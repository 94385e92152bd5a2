using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// The waits of one kind that have not ended: at most one of each thread. Not safe for concurrent use.
/// </summary>
internal sealed class OpenWaits(Interpretation shared)
{
    /// <summary>Threads that wait at the same time; a file may contain any number.</summary>
    private const int MaxOpen = 20_000;

    private readonly Dictionary<ulong, Wait> _open = [];

    /// <summary>A wait starts.</summary>
    public void Begin(in NetTraceEvent current, in Wait wait)
    {
        if (_open.Count < MaxOpen || _open.ContainsKey(current.ThreadId))
        {
            _open[current.ThreadId] = wait;
        }
    }

    /// <summary>A wait ends.</summary>
    /// <param name="current">The event that ends it.</param>
    /// <param name="at">When.</param>
    /// <param name="kind">What the thread waited for; null if that event cannot be read.</param>
    /// <param name="start">The start according to the duration that the event contains; null if it has none.</param>
    public void End(in NetTraceEvent current, TraceTime at, WaitKind? kind, TraceTime? start)
    {
        bool isOpen = _open.Remove(current.ThreadId, out Wait open);
        if (kind is not { } known)
        {
            return;
        }

        Wait wait = isOpen ? open : new Wait(known, (long)current.ThreadId, default, StackId.None);
        bool isOpenAtStart = start is null && (!isOpen || open.Range.IsOpenAtStart);
        TraceTime from = start ?? (isOpen ? open.Range.Start : TraceTime.Start);
        shared.Sink.Add(wait with
        {
            Kind = known,
            Range = new TimeRange(from, at, isOpenAtStart, IsOpenAtEnd: false),
        });
    }

    /// <summary>Adds the waits that had not ended where the trace ends.</summary>
    public void Complete()
    {
        foreach (Wait wait in _open.Values)
        {
            shared.Sink.Add(wait with
            {
                Range = wait.Range with { End = TraceTime.Max(wait.Range.Start, shared.End) },
            });
        }
    }
}
