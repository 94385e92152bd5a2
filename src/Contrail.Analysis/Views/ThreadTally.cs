using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.Views;

/// <summary>Counts threads, and what the thread pool did. Not safe for concurrent use.</summary>
internal sealed class ThreadTally
{
    private static readonly EventField ReasonField =
        RuntimeEventTable.Field("Reason", RuntimeEventId.ThreadPoolAdjustment);

    private static readonly EventField NewCountField =
        RuntimeEventTable.Field("NewCount", RuntimeEventId.ThreadPoolAdjustment);

    private const int MaxThreads = 10_000;
    private const int MaxBusiest = 10;
    private const int MaxReasons = 16;
    private const int ReasonStarvation = 6;
    private const int ReasonCooperativeBlocking = 8;

    /// <summary>The runtime adjusts a few times a second at most: hours.</summary>
    private const int MaxAdjustments = 100_000;

    private static readonly string[] Reasons =
    [
        "warming up", "initializing", "trying another number", "climbing", "change of throughput", "stabilizing",
        "starvation", "threads timed out", "cooperative blocking",
    ];

    private readonly TopTally<ulong> _threads = new(MaxThreads);
    private readonly ThreadRoles _roles = new();
    private readonly TopTally<string> _reasons = new(MaxReasons);
    private readonly List<(TraceTicks At, uint Target, uint Reason)> _held = [];
    private long _adjustments;
    private long _starvations;
    private long _maxPoolThreads;

    public void Add(in EventBlockReader current) => _threads.Add(current.ThreadId);

    public void AddCreation(MetadataRow row, in EventBlockReader current, TraceObject trace) =>
        _roles.AddCreation(row, current, trace);

    public void AddPoolWorker(in EventBlockReader current) => _roles.AddPoolWorker(current);

    public void AddAdjustment(MetadataRow row, in EventBlockReader current, TraceObject trace)
    {
        if (!RuntimePayload.TryRead(row, current, trace, out EventPayload adjustment))
        {
            return;
        }

        uint reason = adjustment.Number32(ReasonField);
        _adjustments++;
        _starvations += reason == ReasonStarvation ? 1 : 0;
        _reasons.Add(reason < Reasons.Length ? Reasons[reason] : $"reason {reason}");
        if (_held.Count < MaxAdjustments)
        {
            _held.Add((current.At, adjustment.Number32(NewCountField), reason));
        }

        _maxPoolThreads = Math.Max(_maxPoolThreads, adjustment.Number32(NewCountField));
    }

    public ThreadSummary Conclude() => new()
    {
        Count = _threads.KeyCount,
        Busiest = [.. _threads.Top(MaxBusiest).Select(top => new ThreadCount(top.Key, top.Count)
        {
            Role = _roles.Find(top.Key),
        })],
        PoolAdjustmentCount = _adjustments,
        PoolReasons = [.. _reasons.Top(MaxReasons).Select(top => new NamedCount(top.Key, top.Count))],
        PoolStarvationCount = _starvations,
        PoolBlockingRiseCount = BlockingRises(),
        MaxPoolThreads = _maxPoolThreads,
    };

    // The file contains one thread after the other, so the order of time is restored first.
    private long BlockingRises()
    {
        _held.Sort(static (left, right) => left.At.CompareTo(right.At));
        long rises = 0;
        for (int index = 1; index < _held.Count; index++)
        {
            bool isRise = _held[index].Target > _held[index - 1].Target;
            rises += isRise && _held[index].Reason == ReasonCooperativeBlocking ? 1 : 0;
        }

        return rises;
    }
}
