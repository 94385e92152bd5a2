using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Stacks;

/// <summary>Finds which kinds of stacks a record has, and with which weight. Not safe for concurrent use.</summary>
internal abstract class StackSink : IModelSink
{
    /// <inheritdoc/>
    public abstract ModelNeeds Needs { get; }

    /// <inheritdoc/>
    public virtual void OnBegin(TraceContext context)
    {
    }

    /// <inheritdoc/>
    public abstract void Add(in Sample sample);

    /// <inheritdoc/>
    public void Add(in Wait wait)
    {
        if (wait.Kind is WaitKind.RuntimeLock or WaitKind.Task)
        {
            return;
        }

        StackLabels labels = new("", wait.Request);
        Add(StackKind.Waits, wait.ExecutionId, wait.Stack, wait.Range, labels);
        if (wait.Kind == WaitKind.Lock)
        {
            Add(StackKind.Contention, wait.ExecutionId, wait.Stack, wait.Range, labels);
        }
    }

    /// <inheritdoc/>
    public void Add(in ExceptionRecord exception) => Add(
        StackKind.Exceptions,
        exception.ExecutionId,
        exception.Stack,
        exception.Time,
        1,
        new StackLabels(exception.Type, exception.Request));

    /// <inheritdoc/>
    public void Add(in AllocationSample allocation) => Add(
        StackKind.Allocations,
        allocation.ExecutionId,
        allocation.Stack,
        allocation.Time,
        allocation.Bytes,
        new StackLabels(allocation.Type, allocation.Request));

    /// <inheritdoc/>
    public void Add(in OffCpuTime blocked) =>
        Add(StackKind.OffCpu, blocked.ExecutionId, blocked.Stack, blocked.Range, StackLabels.None);

    /// <inheritdoc/>
    public void Add(in ExecutionState state)
    {
        StackKind? kind = state.Activity switch
        {
            ThreadActivity.Waiting => StackKind.Blocking,
            ThreadActivity.Syscall => StackKind.Syscalls,
            ThreadActivity.Ready => StackKind.Scheduling,
            _ => null,
        };
        if (kind is { } known)
        {
            Add(known, state.ExecutionId, state.Stack, state.Range, StackLabels.None);
        }
    }

    /// <inheritdoc/>
    public virtual void OnEnd(TraceExtent extent)
    {
    }

    /// <summary>Adds a stack.</summary>
    /// <param name="kind">What it was recorded for.</param>
    /// <param name="executionId">The thread or goroutine; 0 if unknown.</param>
    /// <param name="stack">The stack; none if the record has none.</param>
    /// <param name="time">When; for what lasts, when it began.</param>
    /// <param name="value">Its weight, in the unit of its kind.</param>
    /// <param name="labels">What else is known.</param>
    protected abstract void Add(
        StackKind kind, long executionId, StackId stack, TraceTime time, double value, StackLabels labels);

    // A long wait belongs to the time at which it began: where it is spread, a selection shows a part of it.
    private void Add(StackKind kind, long executionId, StackId stack, TimeRange range, StackLabels labels) =>
        Add(kind, executionId, stack, range.Start, range.Nanoseconds, labels);
}
