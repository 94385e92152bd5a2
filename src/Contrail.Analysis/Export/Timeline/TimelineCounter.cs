using Contrail.Analysis.Export.Stacks;

namespace Contrail.Analysis.Export.Timeline;

/// <summary>A chart of a timeline.</summary>
/// <param name="Name">Its name for people.</param>
/// <param name="Unit">The unit of its values; null for another, which <paramref name="UnitText"/> names.</param>
/// <param name="UnitText">The unit in words; empty if unknown.</param>
internal readonly record struct TimelineCounter(string Name, StackUnit? Unit, string UnitText);
