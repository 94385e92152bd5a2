using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Stacks;

/// <summary>What stacks are added up by.</summary>
/// <param name="ExecutionId">The thread or goroutine; 0 if unknown.</param>
/// <param name="Stack">The stack; none if the record has none.</param>
/// <param name="Labels">What else is known.</param>
internal readonly record struct StackKey(long ExecutionId, StackId Stack, StackLabels Labels);
