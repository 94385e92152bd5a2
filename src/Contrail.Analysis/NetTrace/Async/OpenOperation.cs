using Contrail.Analysis.Model;

namespace Contrail.Analysis.NetTrace.Async;

/// <summary>An async operation that has not been passed on. Not safe for concurrent use.</summary>
internal sealed class OpenOperation(ulong id, ulong parentId, AsyncForm form, TraceTime start, bool isOpenAtStart)
{
    private long _longestNanoseconds = -1;
    private long _suspendedNanoseconds;
    private long _runningNanoseconds;
    private int _suspensionCount;

    /// <summary>Its number.</summary>
    public ulong Id => id;

    /// <summary>What suspends its methods.</summary>
    public AsyncForm Form => form;

    /// <summary>Its methods when it was first suspended.</summary>
    public StackId Stack { get; private set; }

    /// <summary>The logical stack of its longest wait: with the methods of what it awaited.</summary>
    public StackId LongestWait { get; private set; }

    /// <summary>The operation that its end resumed; 0 for none.</summary>
    public ulong AwaiterId { get; set; }

    /// <summary>How many methods exceptions left.</summary>
    public int UnwoundFrames { get; set; }

    /// <summary>Adds a wait.</summary>
    /// <param name="range">When.</param>
    /// <param name="own">Its own methods.</param>
    /// <param name="logical">With those of what it awaited.</param>
    public void AddWait(in TimeRange range, StackId own, StackId logical)
    {
        Stack = Stack.IsNone ? own : Stack;
        _suspensionCount++;
        _suspendedNanoseconds += range.Nanoseconds;
        if (range.Nanoseconds > _longestNanoseconds)
        {
            _longestNanoseconds = range.Nanoseconds;
            LongestWait = logical;
        }
    }

    /// <summary>Adds a time in which a thread ran it.</summary>
    public void AddRun(in TimeRange range) => _runningNanoseconds += range.Nanoseconds;

    /// <summary>The operation as a record.</summary>
    public AsyncOperation End(TraceTime at, AsyncOutcome outcome) => new(
        id, parentId, form, new TimeRange(start, at, isOpenAtStart, outcome == AsyncOutcome.Open), outcome, Stack)
    {
        AwaiterId = AwaiterId,
        SuspendedNanoseconds = _suspendedNanoseconds,
        RunningNanoseconds = _runningNanoseconds,
        SuspensionCount = _suspensionCount,
        UnwoundFrames = UnwoundFrames,
    };
}
