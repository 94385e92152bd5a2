using Contrail.Analysis.Reading;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.Views;

/// <summary>Adds up how long threads waited for locks. Not safe for concurrent use.</summary>
internal sealed class ContentionTally
{
    private static readonly EventField FlagsField =
        RuntimeEventTable.Field("Flags", RuntimeEventId.ContentionStart);

    /// <summary>Threads that wait at once; a file may claim any number.</summary>
    private const int MaxOpen = 10_000;

    private const double NanosecondsPerSecond = 1e9;

    private readonly Dictionary<ulong, (TraceTicks At, bool Native)> _open = [];
    private readonly HashSet<ulong> _carried = [];
    private long _count;
    private long _unmeasured;
    private long _native;
    private double _totalSeconds;
    private double _longestSeconds;
    private TraceTicks _longestEnd;

    public void AddStart(MetadataRow row, in EventBlockReader current, TraceObject trace)
    {
        _carried.Remove(current.ThreadId);
        if (_open.Count < MaxOpen || _open.ContainsKey(current.ThreadId))
        {
            bool native = RuntimePayload.TryRead(row, current, trace, out EventPayload start)
                && start.Number(FlagsField) != 0;
            _open[current.ThreadId] = (current.At, native);
        }
    }

    /// <summary>Takes the beginning of a wait that a recorder carried into the window.</summary>
    public void AddCarried(MetadataRow row, in EventBlockReader current, TraceObject trace)
    {
        AddStart(row, current, trace);
        if (_carried.Count < MaxOpen)
        {
            _carried.Add(current.ThreadId);
        }
    }

    public void AddStop(MetadataRow row, in EventBlockReader current, TraceObject trace)
    {
        _carried.Remove(current.ThreadId);
        bool isOpen = _open.Remove(current.ThreadId, out (TraceTicks At, bool Native) open);
        if (!ContentionStop.TryRead(row.Version, current.Payload, out ContentionStop stop))
        {
            return;
        }

        if (stop.IsNative)
        {
            _native++;
            return;
        }

        _count++;
        double nanoseconds = stop.DurationNanoseconds;
        bool isTold = row.Version >= 1 && double.IsFinite(nanoseconds) && nanoseconds >= 0;
        if (!isTold && !isOpen)
        {
            _unmeasured++;
            return;
        }

        AddWait(
            isTold
                ? Math.Min(TraceDuration.MaxSeconds, nanoseconds / NanosecondsPerSecond)
                : TraceDuration.Seconds(open.At, current.At, trace),
            current.At);
    }

    public ContentionSummary Conclude(TraceWindow window)
    {
        List<double> waiting =
            [.. _open.Values.Where(open => !open.Native).Select(open => window.SecondsAfter(open.At))];
        TimeSpan longest = TraceDuration.Span(_longestSeconds);
        return new ContentionSummary
        {
            Count = _count,
            Total = TraceDuration.Span(_totalSeconds),
            Longest = longest,
            LongestOffset = _longestSeconds > 0 ? window.Offset(_longestEnd) - longest : TimeSpan.Zero,
            UnmeasuredCount = _unmeasured,
            WaitingAtEnd = waiting.Count,
            LongestWaitingAtEnd = TraceDuration.Span(waiting.DefaultIfEmpty().Max()),
            WaitingSinceBefore = _carried.Count(thread => _open.TryGetValue(thread, out var open) && !open.Native),
            NativeCount = _native,
        };
    }

    private void AddWait(double seconds, TraceTicks end)
    {
        _totalSeconds += seconds;
        if (seconds > _longestSeconds)
        {
            _longestSeconds = seconds;
            _longestEnd = end;
        }
    }
}
