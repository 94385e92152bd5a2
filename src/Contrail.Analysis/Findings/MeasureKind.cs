namespace Contrail.Analysis.Findings;

/// <summary>What is measured over time, for a comparison of an incident with the time before it.</summary>
internal enum MeasureKind
{
    /// <summary>The trace does not contain it.</summary>
    Unknown = 0,

    /// <summary>Time in which all threads were stopped; the subject is the cause.</summary>
    Pauses,

    /// <summary>Collections that started; the subject is the reason.</summary>
    Collections,

    /// <summary>Exceptions that were thrown; the subject is the type.</summary>
    Exceptions,

    /// <summary>Time that threads waited; the subject is the place in the code.</summary>
    Waits,

    /// <summary>Bytes allocated; the subject is the type.</summary>
    Allocations,

    /// <summary>
    /// Samples of threads that used a processor for an unknown time; the subject is the place in the code.
    /// </summary>
    Samples,

    /// <summary>Processor time, by samples of processors; the subject is the place in the code.</summary>
    CpuTime,

    /// <summary>
    /// Threads that samples of all threads found at work, on average; the subject is the place in the code.
    /// </summary>
    SampledThreads,

    /// <summary>How often all threads were sampled. It depends on the sampler only.</summary>
    SampleRounds,

    /// <summary>Threads that the pool aims at.</summary>
    PoolThreads,

    /// <summary>Bytes of the managed heap.</summary>
    Heap,

    /// <summary>Spans that ended; the subject is their kind and target.</summary>
    Spans,

    /// <summary>How long spans took; the subject is their kind and target.</summary>
    SpanTime,

    /// <summary>Spans that failed; the subject is their kind and target.</summary>
    FailedSpans,

    /// <summary>Log messages; the subject is the category.</summary>
    Logs,

    /// <summary>Compiled methods.</summary>
    CompiledMethods,

    /// <summary>The value of a counter; the subject is its name.</summary>
    Counters,

    /// <summary>Time that goroutines or threads ran; the subject is the start function.</summary>
    Running,

    /// <summary>Time that goroutines or threads could run and did not; the subject is the start function.</summary>
    Ready,

    /// <summary>Time in system calls; the subject is the place in the code.</summary>
    Syscalls,
}
