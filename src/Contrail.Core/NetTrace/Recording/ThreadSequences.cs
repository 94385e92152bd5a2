using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Recording;

/// <summary>
/// Follows the sequence numbers of every thread, and therefore knows exactly how many events the runtime dropped, also
/// where thread ids are reused. Not thread-safe.
/// </summary>
/// <remarks>
/// An event belongs to the incarnation whose last number is one less, the newest such first; number 1 begins a new
/// incarnation; otherwise it belongs to the incarnation with the greatest number below its own, and the events in
/// between were dropped. docs/formats/nettrace.md explains why simpler rules miscount.
/// </remarks>
internal sealed partial class ThreadSequences
{
    /// <summary>
    /// Maximum number of incarnations of one thread id between two sequence points. The highest measured number is 25;
    /// a stream with more is counted with the newest of them.
    /// </summary>
    private const int MaxIncarnations = 64;

    /// <summary>
    /// Maximum number of incarnations of all threads together, more than any process has: Linux assigns 32,768 ids by
    /// default, and a sequence point is written with every hundred new threads.
    /// </summary>
    private const int LivesOfAnyProcess = 200_000;

    /// <summary>A life and its places in both tables.</summary>
    private const int IncarnationBytes = 192;

    private readonly Dictionary<ulong, ThreadIncarnation> _newest = [];
    private readonly Dictionary<ulong, Lives> _lives = [];
    private readonly List<ThreadIncarnation> _touched = [];
    private readonly List<ThreadIncarnation> _gone = [];
    private readonly bool _fromStart;
    private int _lifeCount;
    private long _waitBytes;
    private bool _lostSincePoint;
    private bool _lostBeforePoint;

    /// <param name="fromStart">
    /// Whether the stream is seen from its session's start: then a thread's first event has number 1, and a
    /// higher one shows a loss. Otherwise the first number seen of a thread is taken as it is.
    /// </param>
    /// <param name="maxBytes">How much memory the lives may take.</param>
    public ThreadSequences(bool fromStart, long maxBytes = long.MaxValue)
    {
        _fromStart = fromStart;
        MaxAllIncarnations = (int)Math.Min(LivesOfAnyProcess, maxBytes / IncarnationBytes);
    }

    /// <summary>Lives of all threads together that may be followed.</summary>
    public int MaxAllIncarnations { get; }

    /// <summary>Approximate memory used, in bytes.</summary>
    public long HeldBytes => (_newest.Count * 56L) + (_lives.Count * 56L) + (_lifeCount * 80L)
        + _waitBytes;

    /// <summary>The same for what the next marks hand over.</summary>
    public long OpenBytes =>
        (_touched.Count * (8L + ThreadMark.OwnBytes)) + (_gone.Count * (88L + ThreadMark.OwnBytes));

    /// <summary>Whether the stream claims more threads than there can be.</summary>
    public bool IsOverfull => _lifeCount + _gone.Count > MaxAllIncarnations;

    /// <summary>
    /// Incarnations that are not the first of their thread id, which a file made now may have to distinguish.
    /// </summary>
    public int LaterIncarnationCount { get; private set; }

    /// <summary>Continues a life that began before what will be followed here.</summary>
    public void Resume(ThreadIncarnationId life, uint sequence)
    {
        (ulong threadId, uint number) = life;
        ThreadIncarnation? newest = _newest.GetValueOrDefault(threadId);
        ThreadIncarnation resumed = Begin(threadId, newest);
        resumed.Number = number;
        resumed.LastSequence = sequence;
        _lives[threadId] = _lives[threadId] with { Next = Math.Max(_lives[threadId].Next, number + 1) };
    }

    /// <summary>The life that an event belongs to, and how many events before it were dropped.</summary>
    public ThreadIncarnation Find(ulong threadId, uint sequence, out uint lostCount)
    {
        lostCount = 0;
        ThreadIncarnation? newest = _newest.GetValueOrDefault(threadId);
        uint before = unchecked(sequence - 1);
        if (newest is not null && newest.LastSequence == before)
        {
            return newest;
        }

        ThreadIncarnation life = FindAmongLives(threadId, newest, sequence, before, out lostCount);
        _lostSincePoint |= lostCount > 0;
        return life;
    }

    /// <summary>Sets the event as the incarnation's position.</summary>
    public void Advance(ThreadIncarnation life, uint sequence, TraceTicks at)
    {
        life.LastSequence = sequence;
        life.LastAt = at;
        life.IsWaiting = false;
        if (!life.Touched)
        {
            life.Touched = true;
            _touched.Add(life);
        }
    }

    /// <summary>Marks the event at the incarnation's position as the start of a wait.</summary>
    public void BeginWait(ThreadIncarnation life, WaitStart start) => _waitBytes += life.BeginWait(start);

    /// <summary>
    /// Passes over an event that is not recorded because an earlier stream had it. What this one lost before it is no
    /// loss.
    /// </summary>
    public void Skip(ulong threadId, uint sequence, TraceTicks at)
    {
        ThreadIncarnation life = Find(threadId, sequence, out _);
        life.OnlySkipped |= life.LastSequence == 0;
        Advance(life, sequence, at);
    }

    /// <summary>A life that is over left the ring with its last generation: its number may be given again.</summary>
    public void Forget(ThreadIncarnationId life)
    {
        (ulong threadId, uint number) = life;
        if (!_lives.TryGetValue(threadId, out Lives lives))
        {
            return;
        }

        LaterIncarnationCount -= number > 0 ? 1 : 0;
        if (lives.KeptCount > 1)
        {
            _lives[threadId] = lives with { KeptCount = lives.KeptCount - 1 };
        }
        else
        {
            _lives.Remove(threadId);
        }
    }

    /// <summary>What moved since the last call: the marks of the generation that ends here.</summary>
    public ThreadMark[] TakeMarks()
    {
        ThreadMark[] marks = new ThreadMark[_touched.Count + _gone.Count];
        int count = 0;
        foreach (ThreadIncarnation life in _touched)
        {
            life.Touched = false;
            life.OnlySkipped = false;
            marks[count++] = new ThreadMark(life.Id, life.LastSequence, Gone: false, life.LastAt)
            {
                Wait = life.IsWaiting ? life.Wait?.ToEvent() : null,
            };
        }

        // After the others: an incarnation that moved and then ended is ended.
        foreach (ThreadIncarnation life in _gone)
        {
            marks[count++] = new ThreadMark(life.Id, life.LastSequence, Gone: true, life.LastAt, life.Exited);
        }

        _touched.Clear();
        _gone.Clear();
        return marks;
    }

    /// <summary>All lives not declared over, with their last numbers.</summary>
    public List<(ThreadIncarnationId Life, uint SequenceNumber)> Alive()
    {
        List<(ThreadIncarnationId Life, uint SequenceNumber)> alive = [];
        foreach (ThreadIncarnation newest in _newest.Values)
        {
            for (ThreadIncarnation? life = newest; life is not null; life = life.Older)
            {
                alive.Add((life.Id, life.LastSequence));
            }
        }

        return alive;
    }

    private ThreadIncarnation FindAmongLives(
        ulong threadId, ThreadIncarnation? newest, uint sequence, uint before, out uint lostCount)
    {
        lostCount = 0;
        ThreadIncarnation? nearest = null;
        for (ThreadIncarnation? life = newest; life is not null; life = life.Older)
        {
            if (life.LastSequence == before)
            {
                return life;
            }

            bool below = IsBelow(life.LastSequence, sequence);
            if (below && (nearest is null || IsBelow(nearest.LastSequence, life.LastSequence)))
            {
                nearest = life;
            }
        }

        if (sequence == 1 || nearest is null)
        {
            lostCount = LostBeforeFirst(sequence);
            return Begin(threadId, newest);
        }

        bool seen = _fromStart || nearest.LastSequence > 0;
        lostCount = seen ? unchecked(before - nearest.LastSequence) : 0;
        return nearest;
    }

    // A number is given again only when no file could hold two lives of that number.
    private ThreadIncarnation Begin(ulong threadId, ThreadIncarnation? older)
    {
        Lives lives = _lives.GetValueOrDefault(threadId);
        _lives[threadId] = new Lives(lives.Next + 1, lives.KeptCount + 1);
        LaterIncarnationCount += lives.Next > 0 ? 1 : 0;
        ThreadIncarnation life = new(threadId) { Number = lives.Next, Older = older };
        _newest[threadId] = life;
        _lifeCount++;
        MaxEndBeyond(life);
        return life;
    }

    private void MaxEndBeyond(ThreadIncarnation newest)
    {
        ThreadIncarnation last = newest;
        for (int count = 1; count < MaxIncarnations && last.Older is { } older; count++)
        {
            last = older;
        }

        if (last.Older is { } tooOld)
        {
            // Each beginning adds one, so there is never more than one too many.
            End(tooOld);
            last.Older = null;
        }
    }

    private void End(ThreadIncarnation life)
    {
        _gone.Add(life);
        _lifeCount--;
        _waitBytes -= life.Wait is null ? 0 : WaitStart.OwnBytes;
    }

    // A thread without arrived events counts from 0, so a number that cannot be above it is no count of losses.
    private uint LostBeforeFirst(uint sequence) => _fromStart && IsBelow(0, sequence) ? sequence - 1 : 0;

    // Numbers wrap after four thousand million events, which a busy thread writes in an hour and a half.
    private static bool IsBelow(uint earlier, uint later) => unchecked((int)(later - earlier)) > 0;

    /// <summary>How often a thread id has lived.</summary>
    /// <param name="Next">The number that its next life gets.</param>
    /// <param name="KeptCount">Incarnations that have not ended, or that a kept generation still refers to.</param>
    private readonly record struct Lives(uint Next, int KeptCount);
}
