namespace Contrail.Analysis.Views.Tables;

/// <summary>What the values of a column are. Printed forms follow from it; exports keep the number.</summary>
internal enum ViewUnit
{
    /// <summary>A text, which can contain any character.</summary>
    Text = 0,

    /// <summary>A number of things.</summary>
    Count,

    /// <summary>A number without a unit, such as the value of a counter.</summary>
    Number,

    /// <summary>A duration in nanoseconds.</summary>
    Duration,

    /// <summary>A time in nanoseconds since the start of the window.</summary>
    Time,

    /// <summary>A size in bytes.</summary>
    Bytes,

    /// <summary>A part of a whole, from 0 to 1.</summary>
    Share,

    /// <summary>A number of things per second.</summary>
    Rate,

    /// <summary>An identity, such as that of a thread or a lock: printed without separators.</summary>
    Identity,

    /// <summary>Numbers in the order of time.</summary>
    Series,

    /// <summary>A stack: exports have its frames, and a page has the place in the code.</summary>
    Stack,

    /// <summary>The fields of an event, with their names.</summary>
    Fields,
}
