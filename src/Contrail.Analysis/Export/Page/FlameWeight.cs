namespace Contrail.Analysis.Export.Page;

/// <summary>A weight of a node of a flame graph.</summary>
/// <param name="Node">The node, from 1; 0 is the root.</param>
/// <param name="ExecutionId">The thread or goroutine; <see cref="FlameStacks.Others"/> for one of many.</param>
/// <param name="Step">The step of time.</param>
/// <param name="Value">The weight.</param>
internal readonly record struct FlameWeight(int Node, long ExecutionId, int Step, double Value);
