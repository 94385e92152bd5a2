using Contrail.Analysis.Reading;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.Views;

/// <summary>
/// Pairs the beginnings and ends of suspensions. Both halves come from one thread, whose events stand in the file in
/// the order of time, while those of several threads do not; only who begins a collection in the background leaves the
/// end to the thread that goes on with it. Not safe for concurrent use.
/// </summary>
internal sealed class SuspensionTally
{
    /// <summary>Suspensions held until they are put in order and added up: 3 MiB.</summary>
    private const int MaxHeld = 100_000;

    /// <summary>
    /// Held back when others are added up: their collections may not have come yet, since threads stand in the file
    /// one after the other, a block of at most 100 KiB each.
    /// </summary>
    private const int HeldBackCount = 10_000;

    /// <summary>Only one thread at a time can suspend; some more may wait. So many halves are kept too.</summary>
    private const int MaxOpen = 1_000;

    private readonly List<Suspension> _held = [];
    private readonly Dictionary<ulong, Suspension> _open = [];
    private readonly List<Suspension> _endless = [];
    private readonly List<TraceTicks> _orphanEnds = [];
    private readonly PauseSums _sums = new();
    private TraceTicks? _earliestEnd;
    private TraceTicks? _previousEnd;
    private TraceTicks? _latestEnd;
    private long _unpaired;

    /// <summary>When any thread first requested one; null if none did.</summary>
    public TraceTicks? EarliestBegin { get; private set; }

    /// <summary>Whether <see cref="AddUpOldest"/> is due.</summary>
    public bool IsFull => _held.Count >= MaxHeld;

    public void Begin(ulong threadId, TraceTicks at, uint reason)
    {
        EarliestBegin = EarliestBegin is { } first && first <= at ? first : at;
        if (_open.TryGetValue(threadId, out Suspension replaced))
        {
            Keep(_endless, replaced);
        }

        if (_open.ContainsKey(threadId) || _open.Count < MaxOpen)
        {
            _open[threadId] = new Suspension(at, at, reason);
        }
    }

    public void End(ulong threadId, TraceTicks at)
    {
        if (_open.Remove(threadId, out Suspension open))
        {
            Hold(open with { End = at });
            return;
        }

        Keep(_orphanEnds, at);
    }

    /// <summary>Adds up what is held, but for the newest; gives the moment before which nothing is held.</summary>
    public TraceTicks AddUpOldest(CollectionTimes collections, TraceObject trace) =>
        AddUp(collections, trace, Math.Max(0, _held.Count - HeldBackCount));

    /// <summary>Everything added up, with what the window cuts.</summary>
    /// <param name="window">The window.</param>
    /// <param name="trace">The trace's clock.</param>
    /// <param name="collections">All collections.</param>
    /// <param name="ranAlready">When the first collection ended that had begun before; null if none.</param>
    /// <param name="complete">Whether no event is missing, so that an open end means that it still goes on.</param>
    public PauseSums Conclude(
        TraceWindow window,
        TraceObject trace,
        CollectionTimes collections,
        TraceTicks? ranAlready,
        bool complete)
    {
        List<Suspension> open = PairAcrossThreads(collections);
        AddUp(collections, trace, _held.Count);
        AddCutAtStart(window, ranAlready);
        foreach (Suspension cut in open)
        {
            AddCutAtEnd(window, collections, cut, complete);
        }

        _sums.UnpairedCount = _unpaired + _orphanEnds.Count + _endless.Count;
        _sums.Conclude(window);
        return _sums;
    }

    private void Keep<T>(List<T> halves, T half)
    {
        if (halves.Count < MaxOpen)
        {
            halves.Add(half);
        }
        else
        {
            _unpaired++;
        }
    }

    private void Hold(in Suspension whole)
    {
        _earliestEnd = _earliestEnd is { } first && first <= whole.End ? first : whole.End;
        _latestEnd = _latestEnd is { } last && last >= whole.End ? last : whole.End;
        _held.Add(whole);
    }

    // Gives the beginnings that are still open, in the order of time.
    private List<Suspension> PairAcrossThreads(CollectionTimes collections)
    {
        List<Suspension> open = [.. _open.Values.OrderBy(open => open.Begin)];
        _orphanEnds.Sort();
        for (int index = 0; index < _orphanEnds.Count; index++)
        {
            TraceTicks end = _orphanEnds[index];
            bool Fits(Suspension half) => half.Begin <= end && half.IsForCollection
                && collections.HasBackgroundStart(half.Begin, end);
            List<Suspension> from = _endless.Exists(Fits) ? _endless : open;
            int place = from.FindIndex(Fits);
            if (place >= 0)
            {
                Hold(from[place] with { End = end });
                from.RemoveAt(place);
                _orphanEnds.RemoveAt(index--);
            }
        }

        return open;
    }

    // A thread tells that it wants to suspend before it may: whoever waits for another's suspension to end has not
    // suspended anybody yet. So the times are put in order, and each begins after the one before.
    private TraceTicks AddUp(CollectionTimes collections, TraceObject trace, int count)
    {
        _held.Sort(static (left, right) => left.End.CompareTo(right.End));
        for (int index = 0; index < count; index++)
        {
            Suspension held = _held[index];
            TraceTicks begin = _previousEnd is { } previous && previous > held.Begin ? previous : held.Begin;
            Suspension alone = held with { Begin = begin };
            double seconds = TraceDuration.Seconds(begin, held.End, trace);
            _sums.Add(alone, collections.For(begin, held.End), seconds, atLeast: false);
            _previousEnd = held.End;
        }

        _held.RemoveRange(0, count);
        TraceTicks settled = _previousEnd ?? new TraceTicks(long.MaxValue);
        foreach (Suspension left in _held)
        {
            settled = left.Begin < settled ? left.Begin : settled;
        }

        return settled;
    }

    // An end without a beginning was cut by the window only if nothing was suspended before it.
    private void AddCutAtStart(TraceWindow window, TraceTicks? ranAlready)
    {
        if (_orphanEnds.Count > 0 && !(_earliestEnd < _orphanEnds[0]) && ranAlready <= _orphanEnds[0])
        {
            TraceTicks end = _orphanEnds[0];
            _orphanEnds.RemoveAt(0);
            _sums.AddFromStart(new Suspension(end, end, Suspension.ReasonCollection), window.SecondsUntil(end));
        }
    }

    private void AddCutAtEnd(TraceWindow window, CollectionTimes collections, Suspension open, bool complete)
    {
        bool othersFollowed = _latestEnd > open.Begin;
        if (othersFollowed && !complete)
        {
            _unpaired++;
            return;
        }

        TraceTicks begin = othersFollowed ? _latestEnd!.Value : open.Begin;
        IReadOnlyList<PausePart> held = collections.For(begin, new TraceTicks(long.MaxValue));
        _sums.Add(open with { Begin = begin }, held, window.SecondsAfter(begin), atLeast: true);
    }
}
