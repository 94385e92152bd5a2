namespace Contrail.Core.Formats.NetTrace;

/// <content>Sequence points: which lives they list, what they count beyond the events, who is over.</content>
internal sealed partial class ThreadSequences
{
    /// <summary>
    /// Takes a sequence point in: what it counts beyond the events that came was dropped; lives that it does not
    /// list are over. Gives the life of each of its entries.
    /// </summary>
    public ThreadLife[] Accept(in SequencePoint point, LossTally losses)
    {
        // The same id may stand there several times, in any order: exact matches first, the rest by nearness.
        ThreadLife?[] listed = new ThreadLife?[point.Count];
        for (int index = 0; index < listed.Length; index++)
        {
            listed[index] = ListExact(point[index].ThreadId, point[index].SequenceNumber);
        }

        for (int index = 0; index < listed.Length; index++)
        {
            (ulong threadId, uint sequence) = point[index];
            listed[index] ??= ListNearest(threadId, sequence, point.At, losses);
        }

        DropUnlisted();
        return listed!;
    }

    private ThreadLife? ListExact(ulong threadId, uint sequence)
    {
        ThreadLife? life = _newest.GetValueOrDefault(threadId);
        while (life is not null && (life.Listed || life.LastSequence != sequence))
        {
            life = life.Older;
        }

        life?.Listed = true;
        return life;
    }

    private ThreadLife ListNearest(ulong threadId, uint sequence, TraceTicks at, LossTally losses)
    {
        ThreadLife? nearest = null;
        ThreadLife? newest = _newest.GetValueOrDefault(threadId);
        for (ThreadLife? life = newest; life is not null; life = life.Older)
        {
            bool below = !life.Listed && IsBelow(life.LastSequence, sequence);
            if (below && (nearest is null || IsBelow(nearest.LastSequence, life.LastSequence)))
            {
                nearest = life;
            }
        }

        if (nearest is null)
        {
            // A life that has written nothing we saw: its number is where counting begins.
            nearest = Begin(threadId, newest);
        }
        else
        {
            long lostCount = unchecked(sequence - nearest.LastSequence);
            losses.Add(new Loss(
                nearest.LastAt, at, LossReason.RuntimeDropped, lostCount, unchecked((long)threadId)));
        }

        nearest.Listed = true;
        Advance(nearest, sequence, at);
        return nearest;
    }

    private void DropUnlisted()
    {
        List<(ulong ThreadId, ThreadLife? Kept)> changed = [];
        foreach ((ulong threadId, ThreadLife newest) in _newest)
        {
            ThreadLife? kept = KeepListed(newest);
            if (!ReferenceEquals(kept, newest))
            {
                changed.Add((threadId, kept));
            }
        }

        foreach ((ulong threadId, ThreadLife? kept) in changed)
        {
            if (kept is null)
            {
                _newest.Remove(threadId);
            }
            else
            {
                _newest[threadId] = kept;
            }
        }
    }

    // Gives the newest life that is listed, with only listed ones behind it.
    private ThreadLife? KeepListed(ThreadLife newest)
    {
        ThreadLife? first = null;
        ThreadLife? last = null;
        for (ThreadLife? life = newest; life is not null; life = life.Older)
        {
            if (!life.Listed)
            {
                End(life);
                continue;
            }

            life.Listed = false;
            first ??= life;
            last?.Older = life;
            last = life;
        }

        last?.Older = null;
        return first;
    }
}
