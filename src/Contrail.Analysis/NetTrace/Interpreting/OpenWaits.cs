using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// The waits of one kind that have not ended: at most one of each thread. Not safe for concurrent use.
/// </summary>
/// <param name="shared">What all interpreters share.</param>
/// <param name="kind">The kind of records.</param>
internal sealed class OpenWaits(Interpretation shared, ModelNeeds kind)
{
    /// <summary>Threads that wait at the same time; a file may contain any number.</summary>
    private const int MaxOpen = 20_000;

    private readonly Dictionary<ulong, Wait> _open = [];

    // Threads that have waited in the window: the next wait of each has its start there too.
    private readonly HashSet<ulong> _waited = [];

    /// <summary>A wait starts.</summary>
    public void Begin(in NetTraceEvent current, in Wait wait)
    {
        // A thread waits once at a time: the end of an earlier wait is lost.
        bool isReplaced = _open.Remove(current.ThreadId);
        bool isHeld = _open.Count < MaxOpen;
        AddWaited(current.ThreadId);
        if (isHeld)
        {
            _open.Add(current.ThreadId, wait);
        }

        if (isReplaced || !isHeld)
        {
            shared.Sink.OnUnpaired(kind);
        }
    }

    /// <summary>Returns whether a thread waits.</summary>
    public bool IsWaiting(ulong threadId) => _open.ContainsKey(threadId);

    /// <summary>Returns whether a thread waits for an object.</summary>
    public bool IsWaiting(ulong threadId, ulong objectId) =>
        _open.TryGetValue(threadId, out Wait wait) && wait.ObjectId == objectId;

    /// <summary>A wait ends.</summary>
    /// <param name="current">The event that ends it.</param>
    /// <param name="at">When.</param>
    /// <param name="waitKind">What the thread waited for; null if that event cannot be read.</param>
    /// <param name="start">The start according to the duration that the event contains; null if it has none.</param>
    public void End(in NetTraceEvent current, TraceTime at, WaitKind? waitKind, TraceTime? start)
    {
        bool isOpen = _open.Remove(current.ThreadId, out Wait open);
        bool isStartLost = !isOpen && start is null && (!shared.IsComplete || _waited.Contains(current.ThreadId));
        AddWaited(current.ThreadId);
        if (isStartLost)
        {
            shared.Sink.OnUnpaired(kind);
        }

        if (isStartLost || waitKind is not { } known)
        {
            return;
        }

        Wait wait = isOpen ? open : new Wait(known, unchecked((long)current.ThreadId), default, StackId.None);
        bool isOpenAtStart = start is null && (!isOpen || open.Range.IsOpenAtStart);
        TraceTime from = start ?? (isOpen ? open.Range.Start : TraceTime.Start);
        shared.Sink.Add(wait with
        {
            Kind = known,
            Range = new TimeRange(from, at, isOpenAtStart, IsOpenAtEnd: false),
        });
    }

    /// <summary>
    /// Adds the waits that had not ended where the trace ends. A thread that wrote an event after the start of its wait
    /// does not wait any more: the end is lost.
    /// </summary>
    public void Complete()
    {
        foreach ((ulong thread, Wait wait) in _open)
        {
            if (shared.LastEventOf(thread) > wait.Range.Start)
            {
                shared.Sink.OnUnpaired(kind);
                continue;
            }

            shared.Sink.Add(wait with
            {
                Range = wait.Range with { End = TraceTime.Max(wait.Range.Start, shared.End) },
            });
        }
    }

    private void AddWaited(ulong threadId)
    {
        if (_waited.Count < MaxOpen)
        {
            _waited.Add(threadId);
        }
    }
}
