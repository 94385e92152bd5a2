namespace Contrail.Core.Triggers;

/// <summary>The number that a condition compares.</summary>
internal enum MeasureKind
{
    /// <summary>The value of each observation.</summary>
    Value = 0,

    /// <summary>How many observations there were within a time, or since the start.</summary>
    Count,

    /// <summary>How many observations there were for each second, minute or hour.</summary>
    Rate,

    /// <summary>A percentile of the recent values.</summary>
    Percentile,

    /// <summary>Each value, compared with the worst until then, which decays.</summary>
    Worst,

    /// <summary>Each value, compared with a percentile of the values before it.</summary>
    AbovePercentile,
}
