using Contrail.Analysis.Model;

namespace Contrail.Analysis.NetTrace.Async;

/// <summary>
/// A context of the async profiler. Of runtime methods, it is an operation; of state machines, it is the part of an
/// operation until a method further out than the innermost one is suspended. Not safe for concurrent use.
/// </summary>
internal sealed class AsyncContext(ulong id, AsyncForm form, TraceTime since)
{
    /// <summary>Its number.</summary>
    public ulong Id => id;

    /// <summary>What suspends its methods.</summary>
    public AsyncForm Form => form;

    /// <summary>Whether its current state began before the trace shows it.</summary>
    public bool IsOpenAtStart { get; set; }

    /// <summary>The context that the thread ran when this one was created; 0 for none.</summary>
    public ulong ParentId { get; init; }

    /// <summary>The operation of that context.</summary>
    public ulong ParentOperationId { get; init; }

    /// <summary>The operation; null until a stack shows which one it is.</summary>
    public OpenOperation? Operation { get; set; }

    /// <summary>When its current state began.</summary>
    public TraceTime Since { get; set; } = since;

    /// <summary>The thread that runs it; null if it is suspended.</summary>
    public AsyncThread? Thread { get; set; }

    /// <summary>Whether its thread ran it when the tracing of that thread began again.</summary>
    public bool IsReset { get; set; }

    /// <summary>Its methods where it was resumed or, as long as it was not, where it was suspended.</summary>
    public StackId Stack { get; set; }

    /// <summary>Its methods where it was suspended last; none if they are written only when it is resumed.</summary>
    public StackId SuspendedStack { get; set; }

    /// <summary>How many of its methods have not ended.</summary>
    public int Remaining { get; set; }

    /// <summary>Whether an exception left the last method that ended.</summary>
    public bool IsUnwound { get; set; }

    /// <summary>The last context that was created while a thread ran this one; 0 for none.</summary>
    public ulong LastChildId { get; set; }

    /// <summary>
    /// The context that was suspended directly before this one on the same thread; 0 for none. This one may await it.
    /// </summary>
    public ulong SuspendedAfterId { get; set; }

    /// <summary>It is resumed; the time for which it was suspended, null if it was not.</summary>
    public TimeRange? Resume(TraceTime at)
    {
        TimeRange? wait = null;
        if (!IsReset)
        {
            wait = new TimeRange(Since, at, IsOpenAtStart, IsOpenAtEnd: false);
            Since = at;
            IsOpenAtStart = false;
            LastChildId = 0;
            Stack = SuspendedStack.IsNone ? Stack : SuspendedStack;
        }

        IsReset = false;
        return wait;
    }

    /// <summary>Its innermost methods end.</summary>
    /// <param name="count">How many.</param>
    /// <param name="isUnwound">Whether an exception left them.</param>
    public void EndMethods(int count, bool isUnwound)
    {
        Remaining = Math.Max(0, Remaining - count);
        IsUnwound = isUnwound;
        if (isUnwound && Operation is { } operation)
        {
            operation.UnwoundFrames += count;
        }
    }
}
