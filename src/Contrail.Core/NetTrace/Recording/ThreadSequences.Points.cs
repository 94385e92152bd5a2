using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Recording;

/// <content>Sequence points: which lives they list, what they count beyond the events, who is over.</content>
internal sealed partial class ThreadSequences
{
    /// <summary>
    /// Takes a sequence point in: what it counts beyond the events that came was dropped; lives that it does not
    /// list are over. Gives the life of each of its entries.
    /// </summary>
    /// <param name="point">The point.</param>
    /// <param name="losses">Told what was dropped, and which threads ended among losses.</param>
    /// <param name="unseenCount">How many of the dropped events were of threads of which nothing has come.</param>
    public ThreadIncarnation[] Accept(in SequencePoint point, LossCounter losses, out long unseenCount)
    {
        unseenCount = 0;
        // The first point of a file that begins in the middle says where its threads stood.
        bool isStart = _newest.Count == 0;
        // The same id may stand there several times, in any order: exact matches first, the rest by nearness.
        ThreadIncarnation?[] listed = new ThreadIncarnation?[point.Count];
        for (int index = 0; index < listed.Length; index++)
        {
            listed[index] = ListExact(point[index].ThreadId, point[index].SequenceNumber);
        }

        for (int index = 0; index < listed.Length; index++)
        {
            (ulong threadId, uint sequence) = point[index];
            if (_fromStart && !isStart && IsBelow(0, sequence) && !_newest.ContainsKey(threadId))
            {
                // It had a buffer, or it would not be listed, and yet not one event came of it.
                unseenCount += sequence;
                AddDropped(threadId, point.At, point.At, sequence, losses);
            }

            listed[index] ??= ListNearest(threadId, sequence, point.At, losses);
        }

        int goneCount = _gone.Count;

        DropUnlisted();

        // A point that lists no thread may be our own end of a stream, which says nothing about threads.
        if (point.Count > 0)
        {
            TakeExits(goneCount, point.At, losses);
        }

        _lostBeforePoint = _lostSincePoint;
        _lostSincePoint = false;
        return listed!;
    }

    private ThreadIncarnation? ListExact(ulong threadId, uint sequence)
    {
        ThreadIncarnation? life = _newest.GetValueOrDefault(threadId);
        while (life is not null && (life.Listed || life.LastSequence != sequence))
        {
            life = life.Older;
        }

        life?.Listed = true;
        return life;
    }

    private ThreadIncarnation ListNearest(ulong threadId, uint sequence, TraceTicks at, LossCounter losses)
    {
        ThreadIncarnation? nearest = null;
        ThreadIncarnation? newest = _newest.GetValueOrDefault(threadId);
        for (ThreadIncarnation? life = newest; life is not null; life = life.Older)
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
            AddDropped(threadId, nearest.LastAt, at, unchecked(sequence - nearest.LastSequence), losses);
        }

        nearest.Listed = true;
        Advance(nearest, sequence, at);
        return nearest;
    }

    private void AddDropped(ulong threadId, TraceTicks from, TraceTicks to, uint count, LossCounter losses)
    {
        _lostSincePoint |= count > 0;
        losses.Add(new Loss(from, to, LossReason.RuntimeDropped, count, unchecked((long)threadId)));
    }

    // The runtime takes a point's numbers when it makes the point, and forgets the threads that ended until it writes
    // it. What those dropped in between is told nowhere. It shows at the next point, and the others' losses may all be
    // of the time before.
    private void TakeExits(int knownGoneCount, TraceTicks at, LossCounter losses)
    {
        bool isAmongLosses = _lostSincePoint || _lostBeforePoint;
        foreach (ThreadIncarnation life in _gone.Skip(knownGoneCount))
        {
            life.Exited = true;
            if (isAmongLosses)
            {
                losses.Add(new Loss(life.LastAt, at, LossReason.ThreadEnded, 1, unchecked((long)life.ThreadId)));
            }
        }
    }

    private void DropUnlisted()
    {
        List<(ulong ThreadId, ThreadIncarnation? Kept)> changed = [];
        foreach ((ulong threadId, ThreadIncarnation newest) in _newest)
        {
            ThreadIncarnation? kept = KeepListed(newest);
            if (!ReferenceEquals(kept, newest))
            {
                changed.Add((threadId, kept));
            }
        }

        foreach ((ulong threadId, ThreadIncarnation? kept) in changed)
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
    private ThreadIncarnation? KeepListed(ThreadIncarnation newest)
    {
        ThreadIncarnation? first = null;
        ThreadIncarnation? last = null;
        for (ThreadIncarnation? life = newest; life is not null; life = life.Older)
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
