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
    private readonly Dictionary<ulong, Lives> _lives = [];
    private readonly List<ThreadLife> _touched = [];
    private readonly List<ThreadLife> _gone = [];
    private readonly bool _fromStart;

    /// <param name="fromStart">
    /// Whether the stream is seen from its session's start: then a thread's first event has number 1, and a
    /// higher one shows a loss. Otherwise the first number seen of a thread is taken as it is.
    /// </param>
    public ThreadSequences(bool fromStart) => _fromStart = fromStart;

    /// <summary>Bytes of memory taken, near enough.</summary>
    public long HeldBytes => (_newest.Count * 120L) + (_lives.Count * 32L);

    /// <summary>Lives after the first of their thread id, which a file made now may have to tell apart.</summary>
    public int LaterLifeCount { get; private set; }

    /// <summary>Continues a life that began before what will be followed here.</summary>
    public void Resume(ulong captureId, uint sequence)
    {
        (ulong threadId, uint number) = ThreadLife.Split(captureId);
        ThreadLife? newest = _newest.GetValueOrDefault(threadId);
        ThreadLife resumed = Begin(threadId, newest);
        resumed.Number = number;
        resumed.LastSequence = sequence;
        _lives[threadId] = _lives[threadId] with { Next = Math.Max(_lives[threadId].Next, NumberAfter(number)) };
    }

    /// <summary>The life that an event belongs to, and how many events before it were dropped.</summary>
    public ThreadLife Find(ulong threadId, uint sequence, out uint lostCount)
    {
        lostCount = 0;
        if (!_newest.TryGetValue(threadId, out ThreadLife? newest))
        {
            lostCount = _fromStart && sequence > 0 ? sequence - 1 : 0;
            return Begin(threadId, null);
        }

        uint before = unchecked(sequence - 1);
        return newest.LastSequence == before ? newest : FindAmongLives(newest, sequence, before, out lostCount);
    }

    /// <summary>Says that the life, if there is one, has come to this event.</summary>
    public void Advance(ThreadLife? life, uint sequence, TraceTicks at)
    {
        if (life is null)
        {
            return;
        }

        life.LastSequence = sequence;
        life.LastAt = at;
        if (!life.Touched)
        {
            life.Touched = true;
            _touched.Add(life);
        }
    }

    /// <summary>A life that is over has left the ring with its last generation: its number is free.</summary>
    public void Forget(ulong captureId)
    {
        (ulong threadId, uint number) = ThreadLife.Split(captureId);
        if (!_lives.TryGetValue(threadId, out Lives lives))
        {
            return;
        }

        LaterLifeCount -= number > 0 ? 1 : 0;
        if (lives.KeptCount > 1)
        {
            _lives[threadId] = lives with { KeptCount = lives.KeptCount - 1 };
        }
        else
        {
            _lives.Remove(threadId);
        }
    }

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
            return Begin(newest.ThreadId, newest);
        }

        lostCount = before - nearest.LastSequence;
        return nearest;
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
            bool below = !life.Listed && life.LastSequence < sequence;
            if (below && (nearest is null || life.LastSequence > nearest.LastSequence))
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
            long lostCount = sequence - nearest.LastSequence;
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

    // A number is given again only when no file could hold two lives of that number.
    private ThreadLife Begin(ulong threadId, ThreadLife? older)
    {
        Lives lives = _lives.GetValueOrDefault(threadId);
        _lives[threadId] = new Lives(NumberAfter(lives.Next), lives.KeptCount + 1);
        LaterLifeCount += lives.Next > 0 ? 1 : 0;
        ThreadLife life = new(threadId) { Number = lives.Next, Older = older };
        _newest[threadId] = life;
        return life;
    }

    // A hostile thread id of more than 32 bits looks like any number of lives.
    private static uint NumberAfter(uint number) => number == uint.MaxValue ? number : number + 1;

    /// <summary>How often a thread id has lived.</summary>
    /// <param name="Next">The number that its next life gets.</param>
    /// <param name="KeptCount">Lives not declared over, or of which a kept generation still tells.</param>
    private readonly record struct Lives(uint Next, int KeptCount);
}
