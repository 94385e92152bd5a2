using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Stacks;

/// <summary>Records of one thread that follow each other and have the same stack.</summary>
/// <param name="Stack">The stack; none if the records have none.</param>
/// <param name="Value">The sum of their weights.</param>
internal readonly record struct StackRun(StackId Stack, double Value);
