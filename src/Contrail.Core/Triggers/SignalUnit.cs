namespace Contrail.Core.Triggers;

/// <summary>The unit of a number.</summary>
internal enum SignalUnit
{
    /// <summary>The signal has no number.</summary>
    None = 0,

    /// <summary>Nanoseconds.</summary>
    Duration,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>A number of things.</summary>
    Count,

    /// <summary>A number whose unit the source of the signal chooses.</summary>
    Number,

    /// <summary>A number for each second, minute or hour, as the condition has it.</summary>
    Rate,

    /// <summary>The level of a log message, from 1 (trace) to 6 (critical).</summary>
    Level,
}
