using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Machine;

/// <summary>A line of a chart. Immutable.</summary>
/// <param name="Column">The column of the table.</param>
/// <param name="ValueAt">Its value in a step; null if it is unknown.</param>
internal sealed record MachineColumn(ViewColumn Column, Func<MachineSteps, FigureHistory, int, double?> ValueAt);
