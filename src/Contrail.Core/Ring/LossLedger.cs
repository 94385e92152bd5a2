using Contrail.Core.Formats;

namespace Contrail.Core.Ring;

/// <summary>
/// Counts every loss of a recording, and remembers those that belong to no generation: what was evicted before
/// its time, and what befell the stream as a whole. Not safe for concurrent use.
/// </summary>
internal sealed class LossLedger
{
    /// <summary>A stream breaks once; causes that repeat are merged. More entries than this are merged too.</summary>
    private const int EntriesMax = 256;

    private readonly Dictionary<LossReason, long> _totals = [];
    private readonly List<Loss> _lasting = [];
    private readonly Queue<Loss> _evictions = new();
    private Loss? _hole;

    /// <summary>Counts losses that a generation carries by itself.</summary>
    public void Count(IReadOnlyList<Loss> losses)
    {
        foreach (Loss loss in losses)
        {
            Count(loss);
        }
    }

    /// <summary>Counts and remembers a loss.</summary>
    public void AddLasting(in Loss loss)
    {
        Count(loss);
        Remember(loss);
    }

    /// <summary>Counts a loss that goes on until <see cref="CloseHole"/>.</summary>
    public void OpenHole(in Loss loss)
    {
        Count(loss);
        _hole = loss;
    }

    /// <summary>Says that the loss that went on ends here; nothing if none did.</summary>
    public void CloseHole(TraceTicks to)
    {
        if (_hole is { } hole)
        {
            _hole = null;
            Remember(hole with { To = to });
        }
    }

    /// <summary>Counts and remembers an eviction, for as long as it lies within the age before its moment.</summary>
    public void AddEviction(in Loss loss, long ageTicks, TraceTicks now)
    {
        Count(loss);
        _evictions.Enqueue(loss);
        while (_evictions.Count > 1 && now.Since(_evictions.Peek().To) > ageTicks)
        {
            _evictions.Dequeue();
        }
    }

    /// <summary>Every loss by reason, and those that somebody else counts.</summary>
    public IReadOnlyDictionary<LossReason, long> TotalsWith(IReadOnlyList<Loss> others)
    {
        Dictionary<LossReason, long> totals = new(_totals);
        foreach (Loss other in others)
        {
            totals[other.Reason] = totals.GetValueOrDefault(other.Reason) + other.Count;
        }

        return totals;
    }

    /// <summary>What a snapshot of [start, end] must tell beyond its generations' own losses.</summary>
    public List<Loss> For(TraceTicks start, TraceTicks end, long ageTicks) => For(start, end, ageTicks, start);

    /// <summary>The same, with what lasts since another moment: what cost the history before the start.</summary>
    public List<Loss> For(TraceTicks start, TraceTicks end, long ageTicks, TraceTicks lastingSince)
    {
        List<Loss> told = [.. _lasting.Where(loss => loss.To >= lastingSince)];
        if (_hole is { } hole)
        {
            told.Add(hole with { To = end });
        }

        Loss? evicted = null;
        foreach (Loss eviction in _evictions)
        {
            bool wanted = end.Since(eviction.To) < ageTicks && eviction.From < start;
            if (wanted)
            {
                evicted = evicted is { } before
                    ? before with { To = eviction.To, Count = before.Count + eviction.Count }
                    : eviction;
            }
        }

        if (evicted is { } merged)
        {
            told.Add(merged);
        }

        return told;
    }

    private void Count(in Loss loss) =>
        _totals[loss.Reason] = _totals.GetValueOrDefault(loss.Reason) + loss.Count;

    private void Remember(in Loss loss)
    {
        if (_lasting.Count < EntriesMax)
        {
            _lasting.Add(loss);
            return;
        }

        Loss last = _lasting[^1];
        _lasting[^1] = last with { To = loss.To, Count = last.Count + loss.Count, ThreadId = null };
    }
}
