namespace Contrail.Analysis.Model;

/// <summary>What the value of a counter is.</summary>
internal enum CounterKind
{
    /// <summary>The trace does not contain it.</summary>
    Unknown = 0,

    /// <summary>The value at that time, or the mean of the values since the last one.</summary>
    Gauge,

    /// <summary>What was added since the last value.</summary>
    Increment,

    /// <summary>A summary of many values since the last one.</summary>
    Distribution,
}
