using Contrail.Analysis.Model;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>What the interpreters of one file share.</summary>
/// <param name="Sink">Receives the records.</param>
/// <param name="Stacks">The stacks of the current region.</param>
/// <param name="End">The end of the window.</param>
/// <param name="IsComplete">Whether no event is missing, so that what has no end still lasts.</param>
internal sealed record Interpretation(IModelSink Sink, RegionStacks Stacks, TraceTime End, bool IsComplete);
