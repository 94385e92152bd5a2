using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Recording;

/// <content>
/// Sequence points: which incarnations they list, what they count beyond the events, which have ended.
/// </content>
internal sealed partial class ThreadSequences
{
    /// <summary>
    /// Processes a sequence point: events that it counts beyond those that arrived were dropped; incarnations that it
    /// does not list have ended. Returns the incarnation of each of its entries.
    /// </summary>
    /// <param name="point">The point.</param>
    /// <param name="losses">Receives the dropped events, and the threads that ended while events were lost.</param>
    /// <param name="unseenCount">How many of the dropped events were of threads without any event that arrived.</param>
    public ThreadIncarnation[] Accept(in SequencePoint point, LossCounter losses, out long unseenCount)
    {
        unseenCount = 0;
        // The first point of a file that begins in the middle contains the positions of its threads.
        bool isStart = _newest.Count == 0;
        // The same id may be listed several times, in any order: exact matches first, the rest by nearness.
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
                // It had a buffer, otherwise it would not be listed, but none of its events arrived.
                unseenCount += sequence;
                AddDropped(threadId, point.At, point.At, sequence, losses);
            }

            listed[index] ??= ListNearest(threadId, sequence, point.At, losses);
        }

        int goneCount = _gone.Count;

        DropUnlisted();

        // A point that lists no thread may be the recorder's own end of a stream, which contains nothing about threads.
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
            // An incarnation without any observed event: its number is where counting begins.
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

    // The runtime takes a point's numbers when it makes the point, and forgets threads that end until it writes it.
    // Events dropped by those threads in between are never reported. They show at the next point, and the others'
    // losses may all be of the time before.
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

    // Returns the newest incarnation that is listed and followed only by listed ones.
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
