using Contrail.Core.Formats;

namespace Contrail.Analysis.Views;

/// <summary>Collections by their times, regardless of the threads that reported them. Immutable.</summary>
internal sealed class CollectionTimes
{
    /// <summary>More collections than a pause can hold; a file may claim any number.</summary>
    private const int MaxWithin = 16;

    private readonly Collection[] _byStart;
    private readonly Collection[] _inBackground;

    public CollectionTimes(IEnumerable<Collection> collections)
    {
        _byStart = [.. collections.OrderBy(StartOf)];
        _inBackground = [.. _byStart.Where(collection => collection.MayBeBackground)];
    }

    /// <summary>
    /// The collections that a suspension was for: those that began within it, the one that took most of its time first,
    /// otherwise the one in the background during which it began; empty if there is neither.
    /// </summary>
    public IReadOnlyList<PausePart> For(TraceTicks begin, TraceTicks end)
    {
        IReadOnlyList<PausePart> within = StartedWithin(begin, end);
        return within.Count == 0 && Around(begin) is { } around ? [new PausePart(around, null)] : within;
    }

    /// <summary>Whether one in the background began within a time.</summary>
    public bool HasBackgroundStart(TraceTicks begin, TraceTicks end) =>
        FirstWithin(_inBackground, begin, end) is not null;

    private static TraceTicks StartOf(Collection collection) => collection.Start ?? new TraceTicks(long.MinValue);

    private static Collection? FirstWithin(Collection[] byStart, TraceTicks begin, TraceTicks end)
    {
        int index = CountBefore(byStart, begin);
        return index < byStart.Length && byStart[index].Start <= end ? byStart[index] : null;
    }

    // A collection in the background begins with a pause in which others may run: their time is not its own.
    private IReadOnlyList<PausePart> StartedWithin(TraceTicks begin, TraceTicks end)
    {
        int first = CountBefore(_byStart, begin);
        int last = Math.Min(_byStart.Length, first + MaxWithin);
        List<(double Ticks, PausePart Part)> within = [];
        for (int index = first; index < last && _byStart[index].Start <= end; index++)
        {
            double ticks = OwnTicks(index, last, end);
            bool endsWithin = _byStart[index] is { Background: false } one && one.End <= end;
            within.Add((ticks, new PausePart(_byStart[index], endsWithin ? ticks : null)));
        }

        return within.Count == 0 ? [] : [.. within.OrderByDescending(one => one.Ticks).Select(one => one.Part)];
    }

    private double OwnTicks(int index, int last, TraceTicks pauseEnd)
    {
        double start = _byStart[index].Start!.Value.Value;
        double end = Math.Min(pauseEnd.Value, _byStart[index].End?.Value ?? long.MaxValue);
        double own = end - start;
        for (int other = index + 1; other < last && _byStart[other].Start?.Value < end; other++)
        {
            own -= Math.Min(end, _byStart[other].End?.Value ?? long.MaxValue) - _byStart[other].Start!.Value.Value;
        }

        return Math.Max(0, own);
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
