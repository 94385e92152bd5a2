using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Stacks;

/// <summary>The stacks of one kind in one file.</summary>
/// <param name="File">The file.</param>
/// <param name="Kind">What they were recorded for.</param>
/// <param name="Unit">The unit of their weights.</param>
/// <param name="Tally">The stacks with their weights.</param>
/// <param name="Context">Their names, and those of the threads.</param>
/// <param name="Extent">The extent of the file.</param>
internal sealed record CollectedStacks(
    ExportedFile File, StackKind Kind, StackUnit Unit, StackTally Tally, TraceContext Context, TraceExtent Extent)
{
    /// <summary>The weight of a thread's stacks, the heaviest thread first.</summary>
    public IEnumerable<(long ExecutionId, double Value)> Threads() => Tally.Weights
        .GroupBy(pair => pair.Key.ExecutionId, (id, pairs) => (id, pairs.Sum(pair => pair.Value.Value)))
        .OrderByDescending(thread => thread.Item2).ThenBy(thread => thread.id);
}
