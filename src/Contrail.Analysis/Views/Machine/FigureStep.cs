namespace Contrail.Analysis.Views.Machine;

/// <summary>A figure in a step of time.</summary>
/// <param name="Mean">The mean over the part of the step that is covered.</param>
/// <param name="Min">The smallest value.</param>
/// <param name="Max">The largest value.</param>
internal readonly record struct FigureStep(double Mean, double Min, double Max);
