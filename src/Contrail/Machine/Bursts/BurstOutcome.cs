namespace Contrail.Machine.Bursts;

/// <summary>What a burst recorded.</summary>
/// <param name="Status">Whether events could be opened, and why not. While it ran, the state was open.</param>
/// <param name="ThreadCount">How many threads were recorded from the start; those that they started are too.</param>
/// <param name="SkippedThreadCount">
/// How many threads were left out, because the limit of open files does not allow more. Those that ended meanwhile are
/// not counted.
/// </param>
internal readonly record struct BurstOutcome(SamplingStatus Status, int ThreadCount, int SkippedThreadCount)
{
    /// <summary>The memory of its rings, which counted against the limit of the recording.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Whether context switches were recorded, and why not; null if that was not requested.</summary>
    public SamplingStatus? Switches { get; init; }
}
