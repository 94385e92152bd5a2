namespace Contrail.Machine.Perf;

/// <summary>What a record of a ring is.</summary>
internal enum PerfRecordKind
{
    /// <summary>Another kind than is requested, or an invalid one.</summary>
    Unknown,

    /// <summary><c>PERF_RECORD_SAMPLE</c>.</summary>
    Sample,

    /// <summary><c>PERF_RECORD_SAMPLE</c> of a thread that leaves a processor.</summary>
    SwitchSample,

    /// <summary><c>PERF_RECORD_SWITCH</c>: a thread gets a processor.</summary>
    SwitchIn,

    /// <summary><c>PERF_RECORD_SWITCH</c>: a thread leaves a processor.</summary>
    SwitchOut,

    /// <summary><c>PERF_RECORD_LOST</c>: the ring was full before this record.</summary>
    Lost,

    /// <summary><c>PERF_RECORD_THROTTLE</c>: the kernel pauses the event.</summary>
    Throttle,

    /// <summary><c>PERF_RECORD_UNTHROTTLE</c>: the kernel resumes the event.</summary>
    Unthrottle,
}
