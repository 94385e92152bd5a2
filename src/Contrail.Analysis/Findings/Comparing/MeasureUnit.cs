namespace Contrail.Analysis.Findings.Comparing;

/// <summary>What a value of a comparison is.</summary>
internal enum MeasureUnit
{
    /// <summary>A number of something.</summary>
    Level = 0,

    /// <summary>Per second.</summary>
    Rate,

    /// <summary>Nanoseconds per second: of several threads together.</summary>
    TimeShare,

    /// <summary>Bytes per second.</summary>
    Bytes,

    /// <summary>Bytes.</summary>
    BytesLevel,

    /// <summary>Nanoseconds, the mean of what ended.</summary>
    Duration,
}
