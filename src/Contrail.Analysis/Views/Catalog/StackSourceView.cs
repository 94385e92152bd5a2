using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// A view of the stacks of the kind that the user chooses: it receives the records of every kind that has stacks. Not
/// safe for concurrent use.
/// </summary>
/// <param name="of">The name of the kind; null for samples.</param>
internal abstract class StackSourceView(string? of) : ViewBase
{
    /// <inheritdoc/>
    public override ModelNeeds Needs => Source.Needs;

    /// <summary>The stacks with their weights.</summary>
    protected StackSource Source { get; } = new(of);

    /// <inheritdoc cref="IModelSink.Add(in Sample)"/>
    public void Add(in Sample sample) => Source.Add(sample);

    /// <inheritdoc cref="IModelSink.Add(in Wait)"/>
    public void Add(in Wait wait) => Source.Add(wait);

    /// <inheritdoc cref="IModelSink.Add(in ExceptionRecord)"/>
    public void Add(in ExceptionRecord exception) => Source.Add(exception);

    /// <inheritdoc cref="IModelSink.Add(in AllocationSample)"/>
    public void Add(in AllocationSample allocation) => Source.Add(allocation);

    /// <inheritdoc cref="IModelSink.Add(in ExecutionState)"/>
    public void Add(in ExecutionState state) => Source.Add(state);
}
