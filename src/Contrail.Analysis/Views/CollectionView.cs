using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views;

/// <summary>Counts garbage collections, and adds up their pauses. Not safe for concurrent use.</summary>
internal sealed class CollectionView : IModelSink
{
    private const int MaxReasons = 64;
    private const int MaxLongest = 10;
    private const double MaxHeapBytes = 1e18;

    private readonly long[] _byGeneration = new long[3];
    private readonly TopTally<string> _reasons = new(MaxReasons);
    private readonly LongestItems<Pause> _longest = new(MaxLongest);
    private (TraceTime End, long Count) _latestOpen;
    private double _pauseNanoseconds;
    private double _otherNanoseconds;
    private double _samplingNanoseconds;
    private long _pauseCount;
    private long _otherCount;
    private long _unpairedCount;
    private long _count;
    private long _concurrentCount;
    private long _runningAtStart;
    private long _runningAtEnd;
    private double? _heapBytes;
    private double? _maxHeapBytes;

    /// <inheritdoc/>
    public ModelNeeds Needs => ModelNeeds.Collections | ModelNeeds.Pauses | ModelNeeds.HeapStates;

    /// <inheritdoc/>
    public void Add(in Collection collection)
    {
        if (collection.Range.IsOpenAtStart)
        {
            _runningAtStart++;
            return;
        }

        _count++;
        _concurrentCount += collection.IsConcurrent == true ? 1 : 0;
        _reasons.Add(collection.Reason);
        if (collection.Generation is { } generation)
        {
            _byGeneration[generation]++;
        }

        if (collection.Range.IsOpenAtEnd)
        {
            AddOpen(collection.Range.End);
        }
    }

    /// <inheritdoc/>
    public void Add(in Pause pause)
    {
        if (pause.Cause == PauseCause.Sampling)
        {
            _samplingNanoseconds += pause.Range.Nanoseconds;
            return;
        }

        if (pause.Cause != PauseCause.Collection)
        {
            _otherCount++;
            _otherNanoseconds += pause.Range.Nanoseconds;
            return;
        }

        _pauseCount++;
        _pauseNanoseconds += pause.Range.Nanoseconds;
        _longest.Add(pause, pause.Range.Nanoseconds);
    }

    /// <inheritdoc/>
    public void Add(in HeapState heap)
    {
        _heapBytes = Math.Min(heap.TotalBytes, MaxHeapBytes);
        _maxHeapBytes = Math.Max(_maxHeapBytes ?? 0, _heapBytes.Value);
    }

    /// <inheritdoc/>
    public void OnUnpaired(ModelNeeds kind) => _unpairedCount += kind == ModelNeeds.Pauses ? 1 : 0;

    /// <inheritdoc/>
    public void OnEnd(TraceExtent extent) => _runningAtEnd = _latestOpen.End >= extent.End ? _latestOpen.Count : 0;

    /// <summary>The counts and sums.</summary>
    public CollectionSummary Conclude() => new()
    {
        Count = _count,
        CountByGeneration = _byGeneration,
        BackgroundCount = _concurrentCount,
        Reasons = [.. _reasons.Top(MaxReasons).Select(top => new NamedCount(top.Key, top.Count))],
        HeapBytesAtEnd = (long?)_heapBytes,
        MaxHeapBytes = (long?)_maxHeapBytes,
        RunningAtStart = _runningAtStart,
        RunningAtEnd = _runningAtEnd,
        PauseCount = _pauseCount,
        PauseTotal = Elapsed.ToTimeSpan(_pauseNanoseconds),
        LongestPauses = [.. _longest.LongestFirst.Select(ToSummary)],
        OtherSuspensionCount = _otherCount,
        OtherSuspensionTotal = Elapsed.ToTimeSpan(_otherNanoseconds),
        SamplingTotal = Elapsed.ToTimeSpan(_samplingNanoseconds),
        UnpairedCount = _unpairedCount,
    };

    // Only those that are open where the trace ends still run; the ends of the others are lost.
    private void AddOpen(TraceTime end)
    {
        bool isLater = _latestOpen.Count == 0 || end > _latestOpen.End;
        _latestOpen = isLater ? (end, 1)
            : end == _latestOpen.End ? (end, _latestOpen.Count + 1)
            : _latestOpen;
    }

    private static CollectionPause ToSummary(Pause pause)
    {
        PauseCollection? longest = pause.Collections.Count > 0 ? pause.Collections[0] : null;
        return new CollectionPause(
            pause.Range.Start.Offset,
            Elapsed.ToTimeSpan(pause.Range.Nanoseconds),
            longest?.Number,
            longest?.Generation,
            longest?.IsConcurrent ?? false,
            AtLeast: !pause.Range.IsWhole)
        {
            Collections = [.. pause.Collections.Select(part => new CollectionInPause(
                part.Number,
                part.Generation,
                part.IsConcurrent,
                part.OwnNanoseconds is { } own ? Elapsed.ToTimeSpan(own) : null))],
        };
    }
}
