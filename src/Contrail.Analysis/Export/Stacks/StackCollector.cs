using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Stacks;

/// <summary>Collects the stacks of one file. Not safe for concurrent use.</summary>
/// <param name="file">The file.</param>
/// <param name="kinds">The kinds of stacks.</param>
/// <param name="keepsOrder">Whether the order in time is needed.</param>
/// <param name="onCollected">Receives the stacks of each kind that the file has, at the end of the file.</param>
internal sealed class StackCollector(
    ExportedFile file, IReadOnlyList<StackKind> kinds, bool keepsOrder, Action<CollectedStacks> onCollected)
    : IModelSink
{
    private readonly StackTally?[] _tallies =
        [.. StackKinds.All.Select(kind => kinds.Contains(kind) ? new StackTally(keepsOrder) : null)];

    private readonly SampleTallies? _samples =
        kinds.Contains(StackKind.Samples) ? new SampleTallies(keepsOrder) : null;

    private TraceContext _context = TraceContext.Empty;

    /// <inheritdoc/>
    public ModelNeeds Needs { get; } =
        kinds.Aggregate(ModelNeeds.None, (needs, kind) => needs | StackKinds.NeedsOf(kind));

    /// <summary>Samples of threads that waited, which are not collected.</summary>
    public long OmittedSamples => _samples?.OmittedCount ?? 0;

    /// <summary>Records whose stack was left out, because there are too many different ones.</summary>
    public long OmittedStacks => _context.Stacks.RejectedCount;

    /// <inheritdoc/>
    public void OnBegin(TraceContext context) => _context = context;

    /// <inheritdoc/>
    public void Add(in Sample sample) => _samples?.Add(sample);

    /// <inheritdoc/>
    public void Add(in Wait wait)
    {
        if (wait.Kind is WaitKind.RuntimeLock or WaitKind.Task)
        {
            return;
        }

        Add(StackKind.Waits, wait.ExecutionId, wait.Stack, wait.Range.Nanoseconds);
        if (wait.Kind == WaitKind.Lock)
        {
            Add(StackKind.Contention, wait.ExecutionId, wait.Stack, wait.Range.Nanoseconds);
        }
    }

    /// <inheritdoc/>
    public void Add(in ExceptionRecord exception) =>
        Add(StackKind.Exceptions, exception.ExecutionId, exception.Stack, 1, exception.Type);

    /// <inheritdoc/>
    public void Add(in AllocationSample allocation) => Add(
        StackKind.Allocations, allocation.ExecutionId, allocation.Stack, allocation.Bytes, allocation.Type);

    /// <inheritdoc/>
    public void Add(in OffCpuTime blocked) =>
        Add(StackKind.OffCpu, blocked.ExecutionId, blocked.Stack, blocked.Range.Nanoseconds);

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
            Add(known, state.ExecutionId, state.Stack, state.Range.Nanoseconds);
        }
    }

    /// <inheritdoc/>
    public void OnEnd(TraceExtent extent)
    {
        foreach (StackKind kind in kinds)
        {
            bool isCount = kind == StackKind.Samples && _samples is { HasTime: false };
            StackTally tally = kind == StackKind.Samples ? _samples!.Listed : _tallies[(int)kind]!;
            StackUnit unit = isCount ? StackUnit.Count : StackKinds.UnitOf(kind);
            if (tally.Count > 0)
            {
                onCollected(new CollectedStacks(file, kind, unit, tally, _context, extent));
            }
        }
    }

    private void Add(StackKind kind, long executionId, StackId stack, double value, string type = "") =>
        _tallies[(int)kind]?.Add(executionId, stack, type, value);
}
