using Contrail.Analysis.Model;

namespace Contrail.Analysis.Filters;

/// <summary>What the values of a filter refer to in one trace.</summary>
/// <param name="Stacks">The stacks.</param>
/// <param name="Extent">The extent of the trace.</param>
internal sealed record FilterScope(StackTable Stacks, TraceExtent Extent);
