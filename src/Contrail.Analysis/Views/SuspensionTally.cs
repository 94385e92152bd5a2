using Contrail.Analysis.Reading;
using Contrail.Core.Formats;
using Contrail.Core.Formats.NetTrace;

namespace Contrail.Analysis.Views;

/// <summary>
/// Pairs the beginnings and ends of suspensions. Both halves come from one thread, whose events stand in the file in
/// the order of time, while those of several threads do not. Not safe for concurrent use.
/// </summary>
internal sealed class SuspensionTally
{
    /// <summary>Suspensions held until they are put in order and added up: 6 MiB.</summary>
    private const int HeldMax = 100_000;

    /// <summary>Only one thread at a time can suspend; some more may wait for it.</summary>
    private const int OpenMax = 1_000;

    private readonly List<Suspension> _held = [];
    private readonly Dictionary<ulong, Suspension> _open = [];
    private readonly PauseSums _sums = new();
    private TraceTicks? _earliestOrphanEnd;
    private TraceTicks? _earliestEnd;
    private TraceTicks? _previousEnd;
    private TraceTicks? _latestEnd;
    private long _unpaired;
    private (uint Number, uint Generation)? _background;

    public void Begin(ulong threadId, TraceTicks at, uint reason)
    {
        bool isKnown = _open.ContainsKey(threadId);
        _unpaired += isKnown ? 1 : 0;
        if (isKnown || _open.Count < OpenMax)
        {
            _open[threadId] = new Suspension(at, at, reason, null, null, false);
        }
    }

    /// <summary>A collection has begun, while its thread holds the others.</summary>
    public void CollectionStart(ulong threadId, uint number, uint generation, bool background)
    {
        if (background)
        {
            _background = (number, generation);
        }

        if (_open.TryGetValue(threadId, out Suspension open) && open.CollectionNumber is null)
        {
            _open[threadId] = open with
            {
                CollectionNumber = number, Generation = generation, Background = background,
            };
        }
    }

    public void End(ulong threadId, TraceTicks at, TraceObject trace)
    {
        if (!_open.Remove(threadId, out Suspension open))
        {
            _unpaired++;
            _earliestOrphanEnd = _earliestOrphanEnd is { } earliest && earliest <= at ? earliest : at;
            return;
        }

        if (open.IsBackgroundStop && open.CollectionNumber is null && _background is { } running)
        {
            open = open with { CollectionNumber = running.Number, Generation = running.Generation };
        }

        _earliestEnd = _earliestEnd is { } first && first <= at ? first : at;
        _latestEnd = _latestEnd is { } last && last >= at ? last : at;
        _held.Add(open with { End = at });
        if (_held.Count == HeldMax)
        {
            AddUp(trace);
        }
    }

    /// <summary>Everything added up, with what the window cuts.</summary>
    /// <param name="window">The window.</param>
    /// <param name="trace">The trace's clock.</param>
    /// <param name="collectionEndedFirst">When the first collection ended that had begun before; null if none.</param>
    /// <param name="complete">Whether no event is missing, so that an open end means that it still goes on.</param>
    public PauseSums Conclude(
        TraceWindow window, TraceObject trace, TraceTicks? collectionEndedFirst, bool complete)
    {
        AddUp(trace);
        AddCutAtStart(window, collectionEndedFirst);
        foreach (Suspension open in _open.Values.OrderBy(open => open.Begin))
        {
            AddCutAtEnd(window, open, complete);
        }

        _sums.UnpairedCount = _unpaired;
        _sums.Conclude(window);
        return _sums;
    }

    // A thread tells that it wants to suspend before it may: whoever waits for another's suspension to end has not
    // suspended anybody yet. So the times are put in order, and each begins after the one before.
    private void AddUp(TraceObject trace)
    {
        _held.Sort(static (left, right) => left.End.CompareTo(right.End));
        foreach (Suspension held in _held)
        {
            TraceTicks begin = _previousEnd is { } previous && previous > held.Begin ? previous : held.Begin;
            _sums.Add(held with { Begin = begin }, TraceDuration.Seconds(begin, held.End, trace), atLeast: false);
            _previousEnd = held.End;
        }

        _held.Clear();
    }

    // An end without a beginning was cut by the window only if nothing was suspended before it.
    private void AddCutAtStart(TraceWindow window, TraceTicks? collectionEndedFirst)
    {
        if (_earliestOrphanEnd is { } end && !(_earliestEnd < end) && collectionEndedFirst <= end)
        {
            _unpaired--;
            Suspension cut = new(end, end, 1, null, null, false);
            _sums.AddFromStart(cut, window.SecondsUntil(end));
        }
    }

    private void AddCutAtEnd(TraceWindow window, Suspension open, bool complete)
    {
        bool othersFollowed = _latestEnd > open.Begin;
        if (othersFollowed && !complete)
        {
            _unpaired++;
            return;
        }

        TraceTicks begin = othersFollowed ? _latestEnd!.Value : open.Begin;
        _sums.Add(open with { Begin = begin }, window.SecondsAfter(begin), atLeast: true);
    }
}
