using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views;

/// <summary>Adds up how long threads waited for locks. Not safe for concurrent use.</summary>
internal sealed class ContentionView : IModelSink
{
    private double _totalNanoseconds;
    private TimeRange? _longest;
    private long _count;
    private long _unmeasuredCount;
    private long _runtimeCount;
    private long _openCount;
    private long _openSinceBefore;
    private long _longestOpen;
    private long _openHandles;
    private long _openHandlesSinceBefore;

    /// <inheritdoc/>
    public ModelNeeds Needs => ModelNeeds.Waits | ModelNeeds.HandleWaits;

    /// <inheritdoc/>
    public void Add(in Wait wait)
    {
        if (wait.Range.IsOpenAtEnd)
        {
            AddOpen(wait);
        }
        else if (wait.Kind == WaitKind.RuntimeLock)
        {
            _runtimeCount++;
        }
        else if (wait.Kind == WaitKind.Lock)
        {
            AddEnded(wait.Range);
        }
    }

    /// <summary>The sums.</summary>
    public ContentionSummary Conclude() => new()
    {
        Count = _count,
        Total = Elapsed.ToTimeSpan(_totalNanoseconds),
        Longest = Elapsed.ToTimeSpan(_longest?.Nanoseconds ?? 0),
        LongestOffset = _longest?.Start.Offset ?? TimeSpan.Zero,
        UnmeasuredCount = _unmeasuredCount,
        WaitingAtEnd = _openCount,
        LongestWaitingAtEnd = Elapsed.ToTimeSpan(_longestOpen),
        WaitingSinceBefore = _openSinceBefore,
        HandleWaitsAtEnd = _openHandles,
        HandleWaitsSinceBefore = _openHandlesSinceBefore,
        NativeCount = _runtimeCount,
    };

    private void AddEnded(TimeRange range)
    {
        _count++;
        if (range.IsOpenAtStart)
        {
            _unmeasuredCount++;
            return;
        }

        _totalNanoseconds += range.Nanoseconds;
        if (range.Nanoseconds > (_longest?.Nanoseconds ?? 0))
        {
            _longest = range;
        }
    }

    private void AddOpen(in Wait wait)
    {
        int sinceBefore = wait.Range.IsOpenAtStart ? 1 : 0;
        if (wait.Kind == WaitKind.Lock)
        {
            _openCount++;
            _openSinceBefore += sinceBefore;
            _longestOpen = Math.Max(_longestOpen, wait.Range.Nanoseconds);
        }
        else if (wait.Kind == WaitKind.Handle)
        {
            _openHandles++;
            _openHandlesSinceBefore += sinceBefore;
        }
    }
}
