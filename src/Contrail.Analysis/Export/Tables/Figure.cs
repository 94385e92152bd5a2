using Contrail.Analysis.Model;
using Contrail.Core.Ring.Lanes.Figures;

namespace Contrail.Analysis.Export.Tables;

/// <summary>One figure of a reading.</summary>
/// <param name="Reading">The reading.</param>
/// <param name="Index">The position of the figure in it.</param>
internal readonly record struct Figure(FigureReading Reading, int Index)
{
    /// <summary>Its name and its unit.</summary>
    public FigureColumn Column => Reading.Event.Columns[Index];

    /// <summary>Its value; null if it is unknown.</summary>
    public long? Value => Reading[Index];
}
