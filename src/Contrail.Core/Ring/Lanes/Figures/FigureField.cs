namespace Contrail.Core.Ring.Lanes.Figures;

/// <summary>Where a figure is read. Immutable.</summary>
/// <param name="File">The file.</param>
/// <param name="Name">
/// The field by the words that lead to it: the beginning of its line, its name in the line, or both; empty if the file
/// is one number.
/// </param>
/// <param name="Scale">What one of the file's units is in units of the column.</param>
internal sealed record FigureField(FigureFile File, string Name, long Scale = 1);
