using Contrail.Core.Formats;

namespace Contrail.Analysis.Views;

/// <summary>Collections by their times, whichever threads told them. Immutable.</summary>
internal sealed class CollectionTimes
{
    private readonly Collection[] _byStart;
    private readonly Collection[] _inBackground;

    public CollectionTimes(IEnumerable<Collection> collections)
    {
        _byStart = [.. collections.OrderBy(StartOf)];
        _inBackground = [.. _byStart.Where(collection => collection.MayBeBackground)];
    }

    /// <summary>
    /// The collection that a suspension was for: the first that began within it, otherwise the one in the background
    /// during which it began; null if there is neither.
    /// </summary>
    public Collection? For(TraceTicks begin, TraceTicks end) => StartedWithin(_byStart, begin, end) ?? Around(begin);

    /// <summary>Whether one in the background began within a time.</summary>
    public bool HasBackgroundStart(TraceTicks begin, TraceTicks end) =>
        StartedWithin(_inBackground, begin, end) is not null;

    private static TraceTicks StartOf(Collection collection) => collection.Start ?? new TraceTicks(long.MinValue);

    private static Collection? StartedWithin(Collection[] byStart, TraceTicks begin, TraceTicks end)
    {
        int index = CountBefore(byStart, begin);
        return index < byStart.Length && byStart[index].Start <= end ? byStart[index] : null;
    }

    // Only one runs in the background at a time, so the last that began is the only one that can be around.
    private Collection? Around(TraceTicks moment)
    {
        int index = CountBefore(_inBackground, moment) - 1;
        return index >= 0 && !(_inBackground[index].End < moment) ? _inBackground[index] : null;
    }

    private static int CountBefore(Collection[] byStart, TraceTicks moment)
    {
        int low = 0;
        int high = byStart.Length;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            bool isBefore = StartOf(byStart[middle]) < moment;
            low = isBefore ? middle + 1 : low;
            high = isBefore ? high : middle;
        }

        return low;
    }
}
