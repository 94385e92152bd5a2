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

        int endedCount = _ended.Count;

        DropUnlisted();

        // A point that lists no thread may be the recorder's own end of a stream, which contains nothing about threads.
        if (point.Count > 0)
        {
            TakeExits(endedCount, point.At, losses);
        }

        _lostBeforePoint = _lostSincePoint;
        _lostSincePoint = false;
        return listed!;
    }

    private ThreadIncarnation? ListExact(ulong threadId, uint sequence)
    {
        ThreadIncarnation? incarnation = _newest.GetValueOrDefault(threadId);
        while (incarnation is not null && (incarnation.Listed || incarnation.LastSequence != sequence))
        {
            incarnation = incarnation.Older;
        }

        incarnation?.Listed = true;
        return incarnation;
    }

    private ThreadIncarnation ListNearest(ulong threadId, uint sequence, TraceTicks at, LossCounter losses)
    {
        ThreadIncarnation? nearest = null;
        ThreadIncarnation? newest = _newest.GetValueOrDefault(threadId);
        for (ThreadIncarnation? incarnation = newest; incarnation is not null; incarnation = incarnation.Older)
        {
            bool below = !incarnation.Listed && IsBelow(incarnation.LastSequence, sequence);
            if (below && (nearest is null || IsBelow(nearest.LastSequence, incarnation.LastSequence)))
            {
                nearest = incarnation;
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
    private void TakeExits(int knownEndedCount, TraceTicks at, LossCounter losses)
    {
        bool isAmongLosses = _lostSincePoint || _lostBeforePoint;
        foreach (ThreadIncarnation incarnation in _ended.Skip(knownEndedCount))
        {
            incarnation.Exited = true;
            if (isAmongLosses)
            {
                long threadId = unchecked((long)incarnation.ThreadId);
                losses.Add(new Loss(incarnation.LastAt, at, LossReason.ThreadEnded, 1, threadId));
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
        for (ThreadIncarnation? incarnation = newest; incarnation is not null; incarnation = incarnation.Older)
        {
            if (!incarnation.Listed)
            {
                End(incarnation);
                continue;
            }

            incarnation.Listed = false;
            first ??= incarnation;
            last?.Older = incarnation;
            last = incarnation;
        }

        last?.Older = null;
        return first;
    }
}
