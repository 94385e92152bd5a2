namespace Contrail.Core.Formats.NetTrace;

/// <summary>
/// Follows the sequence numbers of every thread, and so knows how many events the runtime dropped, exactly, also
/// where thread ids are given again. Not safe for concurrent use.
/// </summary>
/// <remarks>
/// An event belongs to the life whose last number is one less, the newest such first; number 1 begins a new
/// life; otherwise it belongs to the life with the greatest number below its own, and what lies between was
/// dropped. docs/formats/nettrace.md tells why simpler rules miscount.
/// </remarks>
internal sealed class ThreadSequences
{
    /// <summary>
    /// Lives of one thread id kept apart between two sequence points. 25 is the most that was ever measured; a
    /// stream that claims more is counted with the newest of them.
    /// </summary>
    private const int LivesMax = 64;

    private readonly Dictionary<ulong, ThreadLife> _newest = [];
    private readonly Dictionary<ulong, uint> _nextNumber = [];
    private readonly List<ThreadLife> _touched = [];
    private readonly List<ThreadLife> _gone = [];
    private readonly bool _fromStart;

    /// <param name="fromStart">
    /// Whether the stream is seen from its session's start: then a thread's first event has number 1, and a
    /// higher one shows a loss. Otherwise the first number seen of a thread is taken as it is.
    /// </param>
    public ThreadSequences(bool fromStart) => _fromStart = fromStart;

    /// <summary>Bytes of memory taken, near enough.</summary>
    public long HeldBytes => (_newest.Count * 120L) + (_nextNumber.Count * 24L);

    /// <summary>Whether any life here is not the first of its thread id.</summary>
    public bool HasLaterLives => _nextNumber.Count > 0;

    /// <summary>The life that an event belongs to, and how many events before it were dropped.</summary>
    public ThreadLife Find(ulong threadId, uint sequence, out uint lostCount)
    {
        lostCount = 0;
        if (!_newest.TryGetValue(threadId, out ThreadLife? newest))
        {
            lostCount = _fromStart && sequence > 0 ? sequence - 1 : 0;
            return Begin(threadId, 0, null);
        }

        uint before = unchecked(sequence - 1);
        return newest.LastSequence == before ? newest : FindAmongLives(newest, sequence, before, out lostCount);
    }

    /// <summary>Says that the life has come to this event.</summary>
    public void Advance(ThreadLife life, uint sequence, TraceTicks at)
    {
        life.LastSequence = sequence;
        life.LastAt = at;
        if (!life.Touched)
        {
            life.Touched = true;
            _touched.Add(life);
        }
    }

    /// <summary>
    /// Takes a sequence point in: what it counts beyond the events that came was dropped; lives that it does not
    /// list are over.
    /// </summary>
    public void Accept(in SequencePoint point, LossTally losses)
    {
        // The same id may stand there several times, in any order: exact matches first, the rest by nearness.
        List<(ulong ThreadId, uint Sequence)> unmatched = [];
        for (int index = 0; index < point.Count; index++)
        {
            (ulong threadId, uint sequence) = point[index];
            if (!TryListExact(threadId, sequence))
            {
                unmatched.Add((threadId, sequence));
            }
        }

        foreach ((ulong threadId, uint sequence) in unmatched)
        {
            ListNearest(threadId, sequence, point.At, losses);
        }

        DropUnlisted();
    }

    /// <summary>What moved since the last call: the marks of the generation that ends here.</summary>
    public ThreadMark[] TakeMarks()
    {
        ThreadMark[] marks = new ThreadMark[_touched.Count + _gone.Count];
        int count = 0;
        foreach (ThreadLife life in _touched)
        {
            life.Touched = false;
            marks[count++] = new ThreadMark(life.CaptureId, life.LastSequence, Gone: false);
        }

        // After the others: a life that moved and then ended is gone.
        foreach (ThreadLife life in _gone)
        {
            marks[count++] = new ThreadMark(life.CaptureId, life.LastSequence, Gone: true);
        }

        _touched.Clear();
        _gone.Clear();
        return marks;
    }

    /// <summary>All lives not declared over, with their last numbers.</summary>
    public List<(ulong CaptureId, uint SequenceNumber)> Alive()
    {
        List<(ulong CaptureId, uint SequenceNumber)> alive = [];
        foreach (ThreadLife newest in _newest.Values)
        {
            for (ThreadLife? life = newest; life is not null; life = life.Older)
            {
                alive.Add((life.CaptureId, life.LastSequence));
            }
        }

        return alive;
    }

    private ThreadLife FindAmongLives(ThreadLife newest, uint sequence, uint before, out uint lostCount)
    {
        lostCount = 0;
        ThreadLife? nearest = null;
        int count = 0;
        for (ThreadLife? life = newest; life is not null; life = life.Older)
        {
            if (life.LastSequence == before)
            {
                return life;
            }

            if (++count == LivesMax)
            {
                life.Older = null;
            }

            if (life.LastSequence < sequence && (nearest is null || life.LastSequence > nearest.LastSequence))
            {
                nearest = life;
            }
        }

        if (sequence == 1 || nearest is null)
        {
            return Begin(newest.ThreadId, NextNumber(newest.ThreadId), newest);
        }

        lostCount = before - nearest.LastSequence;
        return nearest;
    }

    private bool TryListExact(ulong threadId, uint sequence)
    {
        if (!_newest.TryGetValue(threadId, out ThreadLife? newest))
        {
            return false;
        }

        for (ThreadLife? life = newest; life is not null; life = life.Older)
        {
            if (!life.Listed && life.LastSequence == sequence)
            {
                life.Listed = true;
                return true;
            }
        }

        return false;
    }

    private void ListNearest(ulong threadId, uint sequence, TraceTicks at, LossTally losses)
    {
        ThreadLife? nearest = null;
        _newest.TryGetValue(threadId, out ThreadLife? newest);
        for (ThreadLife? life = newest; life is not null; life = life.Older)
        {
            bool below = !life.Listed && life.LastSequence < sequence;
            if (below && (nearest is null || life.LastSequence > nearest.LastSequence))
            {
                nearest = life;
            }
        }

        if (nearest is null)
        {
            // A life that has written nothing we saw: its number is where counting begins.
            nearest = Begin(threadId, newest is null ? 0 : NextNumber(threadId), newest);
        }
        else
        {
            losses.Add(new Loss(
                nearest.LastAt, at, LossReason.RuntimeDropped, sequence - nearest.LastSequence, (long)threadId));
        }

        nearest.Listed = true;
        Advance(nearest, sequence, at);
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
                _gone.Add(life);
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

    private ThreadLife Begin(ulong threadId, uint number, ThreadLife? older)
    {
        ThreadLife life = new(threadId, number) { Older = older };
        _newest[threadId] = life;
        return life;
    }

    // Numbers are never given again: a file may hold several lives that ended.
    private uint NextNumber(ulong threadId)
    {
        uint number = _nextNumber.GetValueOrDefault(threadId, 1u);
        _nextNumber[threadId] = number + 1;
        return number;
    }
}
