namespace Contrail;

/// <summary>Reports what the latest burst recorded of the threads of a process, and why not. Immutable.</summary>
public sealed record CpuBurst
{
    /// <summary>Gets how long it lasted; zero if nothing could be recorded, or if it was not needed.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Gets the samples per second of a thread's processor time; 0 if none were taken.</summary>
    public int SamplesPerSecond { get; init; }

    /// <summary>Gets whether the times that threads were off the processors were recorded.</summary>
    public bool HasOffCpu { get; init; }

    /// <summary>
    /// Gets the number of threads that were recorded from the beginning; threads that they started are too.
    /// </summary>
    public int ThreadCount { get; init; }

    /// <summary>Gets the number of threads that were left out, for the limit of open files.</summary>
    public int SkippedThreadCount { get; init; }

    /// <summary>
    /// Gets the memory in bytes that the kernel's rings and their buffer took meanwhile: at most a quarter of the
    /// memory limit of the recording. It was a part of <see cref="RecorderHealth.HeldBytes"/>.
    /// </summary>
    public long MemoryBytes { get; init; }

    /// <summary>Gets why something of it is missing, or why there was none; null if it is complete.</summary>
    public string? Because { get; init; }
}
