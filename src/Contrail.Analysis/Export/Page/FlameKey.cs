using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Page;

/// <summary>What a weight of a flame graph is added up by.</summary>
/// <param name="Stack">The stack.</param>
/// <param name="ExecutionId">The thread or goroutine; <see cref="FlameStacks.Others"/> for one of many.</param>
/// <param name="Step">The step of time.</param>
internal readonly record struct FlameKey(StackId Stack, long ExecutionId, int Step);
