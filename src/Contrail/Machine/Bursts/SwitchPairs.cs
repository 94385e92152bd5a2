using Contrail.Machine.Perf;

namespace Contrail.Machine.Bursts;

/// <summary>
/// Makes times off the processors of context switches. A thread that the kernel takes a processor from is not blocked:
/// it is left out. Switches of a thread are in the rings of several processors, which are read one after the other, so
/// they are put in order first. Used by one thread.
/// </summary>
internal sealed class SwitchPairs
{
    /// <summary>
    /// Switches that wait for the next turn, at most; more are a storm that the rings do not hold between two turns of
    /// a machine with some hundred processors.
    /// </summary>
    private const int MaxHeld = 1 << 18;

    /// <summary>
    /// A chain with fewer frames can have ended in a function without a frame pointer, the last of them by accident.
    /// </summary>
    private const int MinTrustedFrames = 3;

    private readonly IOffCpuSink _sink;
    private readonly StackSearch _search;
    private readonly ulong[] _found = new ulong[SamplingLimits.MaxFrames];
    private readonly Dictionary<int, (long? SinceNs, ulong[] Frames)> _off = [];
    private List<Switch> _held = [];
    private long _seenNs;
    private long _completeNs;

    /// <param name="sink">Where the times go.</param>
    /// <param name="search">Finds frames that cannot be followed.</param>
    public SwitchPairs(IOffCpuSink sink, StackSearch search)
    {
        _sink = sink;
        _search = search;
    }

    /// <summary>Where a thread is when it leaves a processor; arrives before <see cref="AddOut"/>.</summary>
    /// <param name="record">The sample.</param>
    /// <param name="frames">Its call chain.</param>
    public void AddStack(in PerfRecord record, ReadOnlySpan<ulong> frames)
    {
        if (frames.Length is > 0 and < MinTrustedFrames && !record.Stack.IsEmpty)
        {
            _found[0] = frames[0];
            int count = 1 + _search.Find(record.Stack, record.StackPointer, record.TimeNs, _found.AsSpan(1));
            frames = count > frames.Length ? _found.AsSpan(0, count) : frames;
        }

        Hold(new Switch(SwitchKind.Stack, record.ThreadId, record.TimeNs, frames.ToArray()));
    }

    /// <summary>A thread leaves a processor.</summary>
    /// <param name="threadId">The thread.</param>
    /// <param name="timeNs">When.</param>
    /// <param name="isPreempted">Whether it could have gone on.</param>
    public void AddOut(int threadId, long timeNs, bool isPreempted) =>
        Hold(new Switch(isPreempted ? SwitchKind.Preempted : SwitchKind.Out, threadId, timeNs, []));

    /// <summary>A thread gets a processor.</summary>
    public void AddIn(int threadId, long timeNs) => Hold(new Switch(SwitchKind.In, threadId, timeNs, []));

    /// <summary>Switches are missing before a moment: what was blocked then may have run since.</summary>
    public void AddLoss(long timeNs) => Hold(new Switch(SwitchKind.Lost, 0, timeNs, []));

    /// <summary>
    /// All rings have been read again: a switch that is older than any that was seen before this turn is in order.
    /// </summary>
    public void EndTurn()
    {
        Pass(_completeNs);
        _completeNs = _seenNs;
    }

    /// <summary>The burst is over: who is blocked still is so up to now.</summary>
    public void Complete()
    {
        Pass(long.MaxValue);
        long nowNs = _sink.NowNs;
        foreach ((int threadId, (long? sinceNs, ulong[] frames)) in _off)
        {
            if (sinceNs is { } since && since < nowNs)
            {
                _sink.Add(threadId, nowNs, nowNs - since, frames);
            }
        }

        _off.Clear();
    }

    private void Hold(in Switch one)
    {
        if (_held.Count < MaxHeld)
        {
            _held.Add(one);
        }
        else
        {
            _held[^1] = new Switch(SwitchKind.Lost, 0, one.TimeNs, []);
        }

        _seenNs = Math.Max(_seenNs, one.TimeNs);
    }

    private void Pass(long untilNs)
    {
        List<Switch> later = [];

        // The order is stable: a thread's place and its leaving can have the same time.
        foreach (Switch one in _held.OrderBy(one => one.TimeNs))
        {
            if (one.TimeNs > untilNs)
            {
                later.Add(one);
            }
            else
            {
                Pass(one);
            }
        }

        _held = later;
    }

    private void Pass(in Switch one)
    {
        int thread = one.ThreadId;
        switch (one.Kind)
        {
            case SwitchKind.Stack:
                _off[thread] = (null, one.Frames);
                break;
            case SwitchKind.Out:
                _off[thread] = (one.TimeNs, _off.GetValueOrDefault(thread).Frames ?? []);
                break;
            case SwitchKind.Preempted:
                _off.Remove(thread);
                break;
            case SwitchKind.In:
                if (_off.Remove(thread, out (long? SinceNs, ulong[] Frames) off) && off.SinceNs is { } since)
                {
                    _sink.Add(thread, one.TimeNs, one.TimeNs - since, off.Frames);
                }

                break;
            case SwitchKind.Lost:
                _off.Clear();
                break;
        }
    }

    private enum SwitchKind
    {
        Stack,
        Out,
        Preempted,
        In,
        Lost,
    }

    private readonly record struct Switch(SwitchKind Kind, int ThreadId, long TimeNs, ulong[] Frames);
}
