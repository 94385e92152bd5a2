using Contrail.Core.Decoding;
using Contrail.Core.Formats.NetTrace;

namespace Contrail.Analysis.Views;

/// <summary>Counts threads, and what the thread pool did. Not safe for concurrent use.</summary>
internal sealed class ThreadTally
{
    private const int ThreadsMax = 10_000;
    private const int BusiestMax = 10;
    private const int ReasonsMax = 16;
    private const int ReasonStarvation = 6;

    private static readonly string[] Reasons =
    [
        "warming up", "initializing", "trying another number", "climbing", "change of throughput", "stabilizing",
        "starvation", "threads timed out", "cooperative blocking",
    ];

    private readonly TopTally<ulong> _threads = new(ThreadsMax);
    private readonly TopTally<string> _reasons = new(ReasonsMax);
    private long _adjustments;
    private long _starvations;
    private long _poolThreadsMax;

    public void Add(in EventBlockReader current) => _threads.Add(current.ThreadId);

    public void AddAdjustment(MetadataRow row, in EventBlockReader current, TraceObject trace)
    {
        PayloadLayout? layout = RuntimeLayouts.Find(row.EventId, row.Version);
        if (layout is null
            || !EventPayload.TryRead(layout, current.Payload, trace.PointerBytes, out EventPayload adjustment))
        {
            return;
        }

        uint reason = adjustment.Number32("Reason");
        _adjustments++;
        _starvations += reason == ReasonStarvation ? 1 : 0;
        _reasons.Add(reason < Reasons.Length ? Reasons[reason] : $"reason {reason}");
        _poolThreadsMax = Math.Max(_poolThreadsMax, adjustment.Number32("NewCount"));
    }

    public ThreadSummary Conclude() => new()
    {
        Count = _threads.KeyCount,
        Busiest = [.. _threads.Top(BusiestMax).Select(top => new ThreadCount(top.Key, top.Count))],
        PoolAdjustmentCount = _adjustments,
        PoolReasons = [.. _reasons.Top(ReasonsMax).Select(top => new NamedCount(top.Key, top.Count))],
        PoolStarvationCount = _starvations,
        PoolThreadsMax = _poolThreadsMax,
    };
}
