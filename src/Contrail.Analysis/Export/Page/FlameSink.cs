using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Page;

/// <summary>Adds up the stacks of all flame graphs. Not safe for concurrent use.</summary>
internal sealed class FlameSink : IModelSink
{
    private readonly Dictionary<FlameKind, FlameStacks> _byKind = [];
    private bool _hasCpuTime;

    /// <inheritdoc/>
    public ModelNeeds Needs =>
        ModelNeeds.Samples | ModelNeeds.Waits | ModelNeeds.HandleWaits | ModelNeeds.Exceptions
        | ModelNeeds.Allocations | ModelNeeds.OffCpuTimes | ModelNeeds.ExecutionStates | ModelNeeds.Stacks;

    /// <summary>The flame graphs that have anything, in the order of their kinds.</summary>
    public IEnumerable<(FlameKind Kind, FlameStacks Stacks)> All =>
        _byKind.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value));

    /// <summary>The unit of the weights of a kind: "nanoseconds", "bytes" or what is counted.</summary>
    public string UnitOf(FlameKind kind) => kind switch
    {
        FlameKind.Cpu => _hasCpuTime ? "nanoseconds" : "samples",
        FlameKind.Managed or FlameKind.Native => "samples",
        FlameKind.Exceptions => "exceptions",
        FlameKind.Allocations => "bytes",
        _ => "nanoseconds",
    };

    /// <inheritdoc/>
    public void Add(in Sample sample)
    {
        FlameKind kind = sample.Kind switch
        {
            SampleKind.Cpu => FlameKind.Cpu,
            SampleKind.Managed => FlameKind.Managed,
            _ => FlameKind.Native,
        };

        // A trace with the time of its samples has it for all of them.
        _hasCpuTime |= sample.CpuNanoseconds > 0;
        double weight = kind == FlameKind.Cpu && _hasCpuTime ? sample.CpuNanoseconds : 1;
        Add(kind, sample.Stack, sample.ExecutionId, sample.Time, weight);
    }

    /// <inheritdoc/>
    public void Add(in Wait wait)
    {
        if (wait.Kind == WaitKind.RuntimeLock)
        {
            return;
        }

        Add(FlameKind.Waits, wait.Stack, wait.ExecutionId, wait.Range);
        if (wait.Kind == WaitKind.Lock)
        {
            Add(FlameKind.Contention, wait.Stack, wait.ExecutionId, wait.Range);
        }
    }

    /// <inheritdoc/>
    public void Add(in ExceptionRecord exception) =>
        Add(FlameKind.Exceptions, exception.Stack, exception.ExecutionId, exception.Time, 1);

    /// <inheritdoc/>
    public void Add(in AllocationSample allocation) => Add(
        FlameKind.Allocations, allocation.Stack, allocation.ExecutionId, allocation.Time, allocation.Bytes);

    /// <inheritdoc/>
    public void Add(in OffCpuTime blocked) =>
        Add(FlameKind.OffCpu, blocked.Stack, blocked.ExecutionId, blocked.Range);

    /// <inheritdoc/>
    public void Add(in ExecutionState state)
    {
        FlameKind kind = state.Activity switch
        {
            ThreadActivity.Waiting => FlameKind.Blocking,
            ThreadActivity.Syscall => FlameKind.Syscalls,
            ThreadActivity.Ready => FlameKind.Scheduling,
            _ => FlameKind.Unknown,
        };
        if (kind != FlameKind.Unknown)
        {
            Add(kind, state.Stack, state.ExecutionId, state.Range);
        }
    }

    // A long wait belongs to the time at which it began: where it is spread, a selection shows a part of it.
    private void Add(FlameKind kind, StackId stack, long executionId, TimeRange range) =>
        Add(kind, stack, executionId, range.Start, range.Nanoseconds);

    private void Add(FlameKind kind, StackId stack, long executionId, TraceTime time, double weight)
    {
        if (!_byKind.TryGetValue(kind, out FlameStacks? stacks))
        {
            _byKind.Add(kind, stacks = new FlameStacks());
        }

        stacks.Add(stack, executionId, time, weight);
    }
}
