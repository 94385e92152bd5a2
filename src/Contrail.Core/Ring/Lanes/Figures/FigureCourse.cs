namespace Contrail.Core.Ring.Lanes.Figures;

/// <summary>How a figure behaves over time.</summary>
internal enum FigureCourse
{
    /// <summary>It only grows: the difference of two readings is what happened between them.</summary>
    Total,

    /// <summary>It is a state at the moment of the reading.</summary>
    Current,

    /// <summary>It is a limit; <see cref="FigureTable.NoLimit"/> if there is none.</summary>
    Limit,

    /// <summary>
    /// It is what happened in the time before the reading that the column <see cref="FigureTable.Interval"/> contains.
    /// </summary>
    Interval,
}
