namespace Contrail.Analysis.Filters;

/// <summary>What the values of a field are: it determines the operators and the form of a value.</summary>
internal enum FilterFieldType
{
    /// <summary>A text.</summary>
    Text = 0,

    /// <summary>A number without a unit.</summary>
    Number,

    /// <summary>A number that identifies something, such as a thread.</summary>
    Identity,

    /// <summary>A duration, in nanoseconds.</summary>
    Duration,

    /// <summary>A size in bytes.</summary>
    Bytes,

    /// <summary>A point in time, or a time range.</summary>
    Time,

    /// <summary>The severity of a log message.</summary>
    Severity,

    /// <summary>The names of the methods of a stack.</summary>
    Stack,

    /// <summary>A field of an event's payload: a number or a text.</summary>
    Payload,
}
