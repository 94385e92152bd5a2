using Contrail.Core.Formats;

namespace Contrail.Core.Ring;

/// <summary>
/// Counts every loss of a recording, and keeps the losses that belong to no generation for as long as a window can
/// reach back to them: early evictions, and losses of the stream as a whole. Not thread-safe.
/// </summary>
internal sealed class LossLedger
{
    /// <summary>A stream breaks once; causes that repeat are merged. More entries than this are merged too.</summary>
    private const int MaxEntries = 256;

    /// <summary>Evictions nearer to each other than this part of the age are one entry.</summary>
    private const int EvictionsPerAge = 1_000;

    /// <summary>A loss and its place in a list that grows by doubling.</summary>
    private const int EntryBytes = 128;

    private readonly Dictionary<LossReason, long> _totals = [];
    private readonly List<Loss> _lasting = [];
    private readonly Queue<Loss> _evictions = new();
    private Loss? _newestEviction;
    private Loss? _hole;

    /// <summary>Approximate memory used, in bytes.</summary>
    public long HeldBytes => (_lasting.Count + _evictions.Count) * (long)EntryBytes;

    /// <summary>Counts losses that are part of a generation.</summary>
    public void Count(IReadOnlyList<Loss> losses)
    {
        foreach (Loss loss in losses)
        {
            Count(loss);
        }
    }

    /// <summary>Counts and keeps a loss.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="since">Losses that ended before this are forgotten; null to forget none.</param>
    public void AddLasting(in Loss loss, TraceTicks? since)
    {
        Count(loss);
        Remember(loss, since);
    }

    /// <summary>Counts a loss that continues until <see cref="CloseHole"/>.</summary>
    public void OpenHole(in Loss loss)
    {
        Count(loss);
        _hole = loss;
    }

    /// <summary>Ends the continuing loss here; does nothing without one.</summary>
    /// <param name="to">The moment.</param>
    /// <param name="since">Losses that ended before this are forgotten; null to forget none.</param>
    public void CloseHole(TraceTicks to, TraceTicks? since)
    {
        if (_hole is { } hole)
        {
            _hole = null;
            Remember(hole with { To = to }, since);
        }
    }

    /// <summary>Counts an eviction, and keeps it while it is within the age before its moment.</summary>
    public void AddEviction(in Loss loss, long ageTicks, TraceTicks now)
    {
        Count(loss);
        if (_newestEviction is { } newest)
        {
            bool isNear = loss.To >= newest.From && loss.To.Since(newest.From) <= ageTicks / EvictionsPerAge;
            if (isNear)
            {
                _newestEviction = newest with { To = loss.To, Count = newest.Count + loss.Count };
                return;
            }

            _evictions.Enqueue(newest);
        }

        _newestEviction = loss;
        while (_evictions.Count > 0 && IsForgotten(_evictions.Peek(), ageTicks, now))
        {
            _evictions.Dequeue();
        }
    }

    /// <summary>Every loss by reason, including those counted elsewhere.</summary>
    public IReadOnlyDictionary<LossReason, long> TotalsWith(IReadOnlyList<Loss> others)
    {
        Dictionary<LossReason, long> totals = new(_totals);
        foreach (Loss other in others)
        {
            totals[other.Reason] = totals.GetValueOrDefault(other.Reason) + other.Count;
        }

        return totals;
    }

    /// <summary>What a snapshot of [start, end] must report in addition to its generations' own losses.</summary>
    public List<Loss> For(TraceTicks start, TraceTicks end, long ageTicks) => For(start, end, ageTicks, start);

    /// <summary>
    /// The same, with losses that last since another moment: those that removed the history before the start.
    /// </summary>
    public List<Loss> For(TraceTicks start, TraceTicks end, long ageTicks, TraceTicks lastingSince)
    {
        List<Loss> losses = [.. _lasting.Where(loss => loss.To >= lastingSince)];
        if (_hole is { } hole)
        {
            losses.Add(hole with { To = end });
        }

        Loss? evicted = null;
        IEnumerable<Loss> evictions = _newestEviction is { } newest ? _evictions.Append(newest) : _evictions;
        foreach (Loss eviction in evictions)
        {
            bool isIncluded = end.Since(eviction.To) < ageTicks && eviction.From < start;
            if (isIncluded)
            {
                evicted = evicted is { } before
                    ? before with { To = eviction.To, Count = before.Count + eviction.Count }
                    : eviction;
            }
        }

        if (evicted is { } merged)
        {
            losses.Add(merged);
        }

        return losses;
    }

    // A clock that jumps must not keep entries without end: this is the maximum number for one age.
    private bool IsForgotten(in Loss eviction, long ageTicks, TraceTicks now) =>
        now.Since(eviction.To) > ageTicks || _evictions.Count > 2 * EvictionsPerAge;

    private void Count(in Loss loss) =>
        _totals[loss.Reason] = _totals.GetValueOrDefault(loss.Reason) + loss.Count;

    private void Remember(in Loss loss, TraceTicks? since)
    {
        if (since is { } oldest)
        {
            _lasting.RemoveAll(old => old.To < oldest);
        }

        _lasting.Add(loss);
        if (_lasting.Count > MaxEntries)
        {
            MergeOldest();
        }
    }

    // The two oldest of one reason: the number of reasons is lower than the number of entries.
    private void MergeOldest()
    {
        for (int index = 0; index < _lasting.Count; index++)
        {
            Loss older = _lasting[index];
            int next = _lasting.FindIndex(index + 1, loss => loss.Reason == older.Reason);
            if (next > 0)
            {
                Loss newer = _lasting[next];
                _lasting[index] = older with
                {
                    From = newer.From < older.From ? newer.From : older.From,
                    To = newer.To > older.To ? newer.To : older.To,
                    Count = older.Count + newer.Count,
                    ThreadId = older.ThreadId == newer.ThreadId ? older.ThreadId : null,
                    Cause = older.Cause == newer.Cause ? older.Cause : null,
                };
                _lasting.RemoveAt(next);
                return;
            }
        }
    }
}
