using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Recording;

namespace Contrail.Core.NetTrace.Reading;

/// <summary>
/// The sequence numbers as other readers follow them: the first number of a capture thread is accepted as it is, every
/// later gap is a loss, and a number that decreases is an uncountable loss. <see cref="ThreadSequences"/> contains the
/// true state; this is what other readers will report. Not thread-safe.
/// </summary>
internal sealed class ReaderSequences
{
    /// <summary>
    /// Maximum number of threads that readers remember; beyond it, the ones not seen for longest are forgotten.
    /// </summary>
    private const int MaxThreads = 5_000;

    private readonly Dictionary<ulong, ReaderThread> _threads = [];
    private long _lookUps;

    /// <summary>Events that readers count as lost, where the numbers rise.</summary>
    public long EventsLost { get; private set; }

    /// <summary>The thread that an event's header names, and what readers will make of its number.</summary>
    public ReaderThread Find(ulong captureThreadId, uint sequence, out TraceFaultCode? finding)
    {
        ReaderThread? thread = Look(captureThreadId);
        finding = null;
        if (thread is null)
        {
            return Begin(captureThreadId, sequence);
        }

        int gap = unchecked((int)(sequence - thread.LastSequence - 1));
        if (gap < 0)
        {
            finding = thread.IsFromPoint ? TraceFaultCode.PointAhead : TraceFaultCode.SequenceBackwards;
        }

        EventsLost += Math.Max(0, gap);
        return thread;
    }

    /// <summary>An entry of a sequence point; whether readers will take it for a loss beyond counting.</summary>
    public bool FallsAtPoint(ulong captureThreadId, uint sequence)
    {
        ReaderThread? known = Look(captureThreadId);
        ReaderThread thread = known ?? Begin(captureThreadId, sequence);
        int gap = unchecked((int)(sequence - thread.LastSequence));
        EventsLost += Math.Max(0, gap);
        thread.IsFromPoint = thread.IsFromPoint || known is null || gap != 0;
        thread.LastSequence = sequence;
        return gap < 0;
    }

    /// <summary>The last number of a thread; 0 if readers have none.</summary>
    public uint LastOf(ulong captureThreadId) =>
        _threads.TryGetValue(captureThreadId, out ReaderThread? thread) ? thread.LastSequence : 0;

    /// <summary>The position of each thread: a sequence point that readers do not count as a loss.</summary>
    public IReadOnlyCollection<(ulong ThreadId, uint SequenceNumber)> Standing() =>
        [.. _threads.Select(thread => (thread.Key, thread.Value.LastSequence))];

    private ReaderThread? Look(ulong captureThreadId)
    {
        if (!_threads.TryGetValue(captureThreadId, out ReaderThread? thread))
        {
            return null;
        }

        thread.SeenAt = ++_lookUps;
        return thread;
    }

    private ReaderThread Begin(ulong captureThreadId, uint sequence)
    {
        if (_threads.Count == MaxThreads)
        {
            ForgetHalf();
        }

        ReaderThread thread = new() { LastSequence = sequence, SeenAt = ++_lookUps };
        _threads.Add(captureThreadId, thread);
        return thread;
    }

    // Readers forget one by one; half at a time costs a sort for thousands of threads, and differs only beyond them.
    private void ForgetHalf()
    {
        ulong[] oldest = [.. _threads.OrderBy(thread => thread.Value.SeenAt)
            .Take(MaxThreads / 2)
            .Select(thread => thread.Key)];
        foreach (ulong threadId in oldest)
        {
            _threads.Remove(threadId);
        }
    }
}
