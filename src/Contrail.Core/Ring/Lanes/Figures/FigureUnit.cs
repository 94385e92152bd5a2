namespace Contrail.Core.Ring.Lanes.Figures;

/// <summary>What one of a figure is.</summary>
internal enum FigureUnit
{
    /// <summary>A number of things, such as faults.</summary>
    Count,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>Nanoseconds.</summary>
    Nanoseconds,

    /// <summary>Hundredths of one.</summary>
    Hundredths,

    /// <summary>The code of a letter of ASCII.</summary>
    Letter,

    /// <summary>A number that identifies something, such as a processor.</summary>
    Number,
}
