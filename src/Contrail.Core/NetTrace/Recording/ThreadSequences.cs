using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Recording;

/// <summary>
/// Follows the sequence numbers of every thread, and therefore counts exactly how many events the runtime dropped, also
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
    private const int MaxIncarnationsOfProcess = 200_000;

    /// <summary>Memory of an incarnation and of its entries in both tables.</summary>
    private const int IncarnationBytes = 192;

    private readonly Dictionary<ulong, ThreadIncarnation> _newest = [];
    private readonly Dictionary<ulong, IncarnationCounts> _countsByThread = [];
    private readonly List<ThreadIncarnation> _touched = [];
    private readonly List<ThreadIncarnation> _ended = [];
    private readonly bool _fromStart;
    private int _incarnationCount;
    private long _waitBytes;
    private bool _lostSincePoint;
    private bool _lostBeforePoint;

    /// <param name="fromStart">
    /// Whether the stream is seen from its session's start: then a thread's first event has number 1, and a
    /// higher one shows a loss. Otherwise the first number seen of a thread is taken as it is.
    /// </param>
    /// <param name="maxBytes">How much memory the incarnations may take.</param>
    public ThreadSequences(bool fromStart, long maxBytes = long.MaxValue)
    {
        _fromStart = fromStart;
        MaxAllIncarnations = (int)Math.Min(MaxIncarnationsOfProcess, maxBytes / IncarnationBytes);
    }

    /// <summary>Maximum number of incarnations of all threads together.</summary>
    public int MaxAllIncarnations { get; }

    /// <summary>Approximate memory used, in bytes.</summary>
    public long HeldBytes => (_newest.Count * 56L) + (_countsByThread.Count * 56L) + (_incarnationCount * 80L)
        + _waitBytes;

    /// <summary>The same for what the next marks hand over.</summary>
    public long OpenBytes =>
        (_touched.Count * (8L + ThreadMark.OwnBytes)) + (_ended.Count * (88L + ThreadMark.OwnBytes));

    /// <summary>Whether the stream claims more threads than there can be.</summary>
    public bool IsOverfull => _incarnationCount + _ended.Count > MaxAllIncarnations;

    /// <summary>
    /// Incarnations that are not the first of their thread id, which a file made now may have to distinguish.
    /// </summary>
    public int LaterIncarnationCount { get; private set; }

    /// <summary>Continues an incarnation that began before the followed part.</summary>
    public void Resume(ThreadIncarnationId incarnation, uint sequence)
    {
        (ulong threadId, uint number) = incarnation;
        ThreadIncarnation? newest = _newest.GetValueOrDefault(threadId);
        ThreadIncarnation resumed = Begin(threadId, newest);
        resumed.Number = number;
        resumed.LastSequence = sequence;
        IncarnationCounts counts = _countsByThread[threadId];
        _countsByThread[threadId] = counts with { Next = Math.Max(counts.Next, number + 1) };
    }

    /// <summary>The incarnation that an event belongs to, and how many events before it were dropped.</summary>
    public ThreadIncarnation Find(ulong threadId, uint sequence, out uint lostCount)
    {
        lostCount = 0;
        ThreadIncarnation? newest = _newest.GetValueOrDefault(threadId);
        uint before = unchecked(sequence - 1);
        if (newest is not null && newest.LastSequence == before)
        {
            return newest;
        }

        ThreadIncarnation incarnation = FindAmongIncarnations(threadId, newest, sequence, before, out lostCount);
        _lostSincePoint |= lostCount > 0;
        return incarnation;
    }

    /// <summary>Sets the event as the incarnation's position.</summary>
    public void Advance(ThreadIncarnation incarnation, uint sequence, TraceTicks at)
    {
        incarnation.LastSequence = sequence;
        incarnation.LastAt = at;
        incarnation.IsWaiting = false;
        if (!incarnation.Touched)
        {
            incarnation.Touched = true;
            _touched.Add(incarnation);
        }
    }

    /// <summary>Marks the event at the incarnation's position as the start of a wait.</summary>
    public void BeginWait(ThreadIncarnation incarnation, WaitStart start) => _waitBytes += incarnation.BeginWait(start);

    /// <summary>
    /// Passes over an event that is not recorded because an earlier stream had it. What this one lost before it is no
    /// loss.
    /// </summary>
    public void Skip(ulong threadId, uint sequence, TraceTicks at)
    {
        ThreadIncarnation incarnation = Find(threadId, sequence, out _);
        incarnation.OnlySkipped |= incarnation.LastSequence == 0;
        Advance(incarnation, sequence, at);
    }

    /// <summary>
    /// An incarnation that has ended left the ring with its last generation: its number may be reused.
    /// </summary>
    public void Forget(ThreadIncarnationId incarnation)
    {
        (ulong threadId, uint number) = incarnation;
        if (!_countsByThread.TryGetValue(threadId, out IncarnationCounts counts))
        {
            return;
        }

        LaterIncarnationCount -= number > 0 ? 1 : 0;
        if (counts.KeptCount > 1)
        {
            _countsByThread[threadId] = counts with { KeptCount = counts.KeptCount - 1 };
        }
        else
        {
            _countsByThread.Remove(threadId);
        }
    }

    /// <summary>What moved since the last call: the marks of the generation that ends here.</summary>
    public ThreadMark[] TakeMarks()
    {
        ThreadMark[] marks = new ThreadMark[_touched.Count + _ended.Count];
        int count = 0;
        foreach (ThreadIncarnation incarnation in _touched)
        {
            incarnation.Touched = false;
            incarnation.OnlySkipped = false;
            marks[count++] = new ThreadMark(incarnation.Id, incarnation.LastSequence, Ended: false, incarnation.LastAt)
            {
                Wait = incarnation.IsWaiting ? incarnation.Wait?.ToEvent() : null,
            };
        }

        // After the others: an incarnation that moved and then ended is ended.
        foreach (ThreadIncarnation incarnation in _ended)
        {
            marks[count++] = new ThreadMark(
                incarnation.Id, incarnation.LastSequence, Ended: true, incarnation.LastAt, incarnation.Exited);
        }

        _touched.Clear();
        _ended.Clear();
        return marks;
    }

    /// <summary>All incarnations that have not ended, with their last numbers.</summary>
    public List<(ThreadIncarnationId Incarnation, uint SequenceNumber)> Alive()
    {
        List<(ThreadIncarnationId Incarnation, uint SequenceNumber)> alive = [];
        foreach (ThreadIncarnation newest in _newest.Values)
        {
            for (ThreadIncarnation? incarnation = newest; incarnation is not null; incarnation = incarnation.Older)
            {
                alive.Add((incarnation.Id, incarnation.LastSequence));
            }
        }

        return alive;
    }

    private ThreadIncarnation FindAmongIncarnations(
        ulong threadId, ThreadIncarnation? newest, uint sequence, uint before, out uint lostCount)
    {
        lostCount = 0;
        ThreadIncarnation? nearest = null;
        for (ThreadIncarnation? incarnation = newest; incarnation is not null; incarnation = incarnation.Older)
        {
            if (incarnation.LastSequence == before)
            {
                return incarnation;
            }

            bool below = IsBelow(incarnation.LastSequence, sequence);
            if (below && (nearest is null || IsBelow(nearest.LastSequence, incarnation.LastSequence)))
            {
                nearest = incarnation;
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

    // A number is reused only when a file cannot contain two incarnations with that number.
    private ThreadIncarnation Begin(ulong threadId, ThreadIncarnation? older)
    {
        IncarnationCounts counts = _countsByThread.GetValueOrDefault(threadId);
        _countsByThread[threadId] = new IncarnationCounts(counts.Next + 1, counts.KeptCount + 1);
        LaterIncarnationCount += counts.Next > 0 ? 1 : 0;
        ThreadIncarnation incarnation = new(threadId) { Number = counts.Next, Older = older };
        _newest[threadId] = incarnation;
        _incarnationCount++;
        MaxEndBeyond(incarnation);
        return incarnation;
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
            // Each new incarnation adds one, so the excess is at most one.
            End(tooOld);
            last.Older = null;
        }
    }

    private void End(ThreadIncarnation incarnation)
    {
        _ended.Add(incarnation);
        _incarnationCount--;
        _waitBytes -= incarnation.Wait is null ? 0 : WaitStart.OwnBytes;
    }

    // A thread without arrived events counts from 0, so a number that cannot be above it is no count of losses.
    private uint LostBeforeFirst(uint sequence) => _fromStart && IsBelow(0, sequence) ? sequence - 1 : 0;

    // Numbers wrap after four thousand million events, which a busy thread writes in an hour and a half.
    private static bool IsBelow(uint earlier, uint later) => unchecked((int)(later - earlier)) > 0;

    /// <summary>How often a thread id has lived.</summary>
    /// <param name="Next">The number of its next incarnation.</param>
    /// <param name="KeptCount">Incarnations that have not ended, or that a kept generation still refers to.</param>
    private readonly record struct IncarnationCounts(uint Next, int KeptCount);
}
