using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.Views;

/// <summary>Counts collections. Not safe for concurrent use.</summary>
internal sealed class CollectionTally
{
    private static readonly EventField ReasonField =
        RuntimeEventTable.Field("Reason", RuntimeEventId.GCSuspendBegin);

    private static readonly EventField CountField =
        RuntimeEventTable.Field("Count", RuntimeEventId.GCEnd);

    private static readonly EventField DepthField =
        RuntimeEventTable.Field("Depth", RuntimeEventId.GCEnd);

    private const int MaxReasons = 64;
    private const uint TypeBackground = 1;
    private const int VersionWithPinnedHeap = 2;

    private static readonly EventField[] HeapSizes =
    [
        .. new[] { "Size0Bytes", "Size1Bytes", "Size2Bytes", "Size3Bytes", "Size4Bytes" }
            .Select(static name => RuntimeEventTable.Field(name, RuntimeEventId.GCHeapStats)),
    ];

    private static readonly string[] Reasons =
    [
        "small objects allocated", "induced", "low memory", "empty", "large objects allocated",
        "out of space, small objects", "out of space, large objects", "induced, not forced", "internal",
        "induced, low memory", "induced, compacting", "low memory of the host", "provisional mode",
        "low memory of the host, blocking", "background tuning, small objects", "background tuning, large objects",
        "background stepping", "induced, aggressive",
    ];

    private readonly long[] _byGeneration = new long[3];
    private readonly TopTally<string> _reasons = new(MaxReasons);
    private readonly CollectionPairs _pairs = new();
    private readonly SuspensionTally _suspensions = new();
    private (TraceTicks At, long Bytes)? _lastHeap;
    private long _maxHeapBytes;
    private long _count;
    private long _background;

    public void Add(MetadataRow row, in EventBlockReader current, TraceObject trace)
    {
        switch (row.EventId)
        {
            case RuntimeEventId.GCStart:
                AddStart(row.Version, current);
                break;
            case RuntimeEventId.GCEnd:
                AddEnd(row, current, trace);
                break;
            case RuntimeEventId.GCSuspendBegin:
                uint reason = RuntimePayload.TryRead(row, current, trace, out EventPayload payload)
                    ? payload.Number32(ReasonField)
                    : 0;
                _suspensions.Begin(current.ThreadId, current.At, reason);
                break;
            case RuntimeEventId.GCHeapStats:
                AddHeap(row, current, trace);
                break;
            case RuntimeEventId.GCRestartEnd:
                _suspensions.End(current.ThreadId, current.At);
                break;
            default:
                break;
        }

        if (_suspensions.IsFull || _pairs.IsFull)
        {
            _pairs.Forget(before: _suspensions.AddUpOldest(_pairs.Times(), trace));
        }
    }

    public CollectionSummary Conclude(TraceWindow window, TraceObject trace, bool complete)
    {
        List<Collection> ranAlready = _pairs.RanAlready(_suspensions.EarliestBegin);
        TraceTicks? endedFirst = ranAlready.Min(ran => ran.End?.Value) is { } ticks ? new TraceTicks(ticks) : null;
        PauseSums pauses = _suspensions.Conclude(window, trace, _pairs.Times(), endedFirst, complete);
        return new CollectionSummary
        {
            Count = _count,
            CountByGeneration = _byGeneration,
            BackgroundCount = _background,
            Reasons = [.. _reasons.Top(MaxReasons).Select(top => new NamedCount(top.Key, top.Count))],
            HeapBytesAtEnd = _lastHeap?.Bytes,
            MaxHeapBytes = _lastHeap is null ? null : _maxHeapBytes,
            RunningAtStart = ranAlready.Count,
            RunningAtEnd = _pairs.RunningAtEnd(),
            PauseCount = pauses.Count,
            PauseTotal = pauses.Total,
            LongestPauses = pauses.Longest,
            OtherSuspensionCount = pauses.OtherCount,
            OtherSuspensionTotal = pauses.OtherTotal,
            UnpairedCount = pauses.UnpairedCount,
        };
    }

    private void AddStart(int version, in EventBlockReader current)
    {
        if (!GCStart.TryRead(version, current.Payload, out GCStart start))
        {
            return;
        }

        _count++;
        bool background = start.Type == TypeBackground;
        _background += background ? 1 : 0;
        if (start.Depth < _byGeneration.Length)
        {
            _byGeneration[start.Depth]++;
        }

        _reasons.Add(start.Reason < Reasons.Length ? Reasons[start.Reason] : $"reason {start.Reason}");
        _pairs.AddStart(start.Count, start.Depth, background, current.At);
    }

    private void AddHeap(MetadataRow row, in EventBlockReader current, TraceObject trace)
    {
        if (!RuntimePayload.TryRead(row, current, trace, out EventPayload heap))
        {
            return;
        }

        // A file may contain any number, and more than a sum can hold.
        double sum = 0;
        foreach (EventField size in row.Version >= VersionWithPinnedHeap ? HeapSizes : HeapSizes.AsSpan(0, 4))
        {
            sum += heap.Number(size);
        }

        long bytes = (long)Math.Min(sum, 1e18);
        _maxHeapBytes = Math.Max(_maxHeapBytes, bytes);
        _lastHeap = _lastHeap is { } last && last.At > current.At ? last : (current.At, bytes);
    }

    private void AddEnd(MetadataRow row, in EventBlockReader current, TraceObject trace)
    {
        if (RuntimePayload.TryRead(row, current, trace, out EventPayload end))
        {
            _pairs.AddEnd(end.Number32(CountField), end.Number32(DepthField), current.At);
        }
    }
}
