namespace Contrail.Core.Ring.Lanes.Figures;

/// <summary>A figure: its name in files, and where it is from. Immutable.</summary>
/// <param name="Name">The name of the field of the event.</param>
/// <param name="Unit">What one of it is.</param>
/// <param name="Course">How it behaves over time.</param>
/// <param name="Fields">Where it is read; the first that exists counts.</param>
internal sealed record FigureColumn(
    string Name, FigureUnit Unit, FigureCourse Course, IReadOnlyList<FigureField> Fields);
