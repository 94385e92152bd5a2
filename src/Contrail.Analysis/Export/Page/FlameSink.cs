using Contrail.Analysis.Export.Stacks;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Page;

/// <summary>Adds up the stacks of all flame graphs. Not safe for concurrent use.</summary>
internal sealed class FlameSink : StackSink
{
    private readonly Dictionary<FlameKind, FlameStacks> _byKind = [];
    private bool _hasCpuTime;

    /// <inheritdoc/>
    public override ModelNeeds Needs =>
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
    public override void Add(in Sample sample)
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
    protected override void Add(
        StackKind kind, long executionId, StackId stack, TraceTime time, double value, StackLabels labels) =>
        Add(KindOf(kind), stack, executionId, time, value);

    private static FlameKind KindOf(StackKind kind) => kind switch
    {
        StackKind.Waits => FlameKind.Waits,
        StackKind.Contention => FlameKind.Contention,
        StackKind.Exceptions => FlameKind.Exceptions,
        StackKind.Allocations => FlameKind.Allocations,
        StackKind.OffCpu => FlameKind.OffCpu,
        StackKind.Blocking => FlameKind.Blocking,
        StackKind.Syscalls => FlameKind.Syscalls,
        StackKind.Scheduling => FlameKind.Scheduling,
        _ => FlameKind.Unknown,
    };

    private void Add(FlameKind kind, StackId stack, long executionId, TraceTime time, double weight)
    {
        if (!_byKind.TryGetValue(kind, out FlameStacks? stacks))
        {
            _byKind.Add(kind, stacks = new FlameStacks());
        }

        stacks.Add(stack, executionId, time, weight);
    }
}
