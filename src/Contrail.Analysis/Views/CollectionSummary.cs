namespace Contrail.Analysis.Views;

/// <summary>The collections of a window, and how long they stopped the program.</summary>
internal sealed record CollectionSummary
{
    /// <summary>Collections that began within the window.</summary>
    public required long Count { get; init; }

    /// <summary>Of these, by the oldest generation collected: 0, 1 and 2.</summary>
    public required IReadOnlyList<long> CountByGeneration { get; init; }

    /// <summary>Of these, in the background: the program ran most of the time.</summary>
    public required long BackgroundCount { get; init; }

    /// <summary>Of these, by reason, the most frequent first.</summary>
    public required IReadOnlyList<NamedCount> Reasons { get; init; }

    /// <summary>The size of the heap after the last collection in the window; null if no event contains it.</summary>
    public required long? HeapBytesAtEnd { get; init; }

    /// <summary>The largest size of the heap after a collection; null if no event contains it.</summary>
    public required long? MaxHeapBytes { get; init; }

    /// <summary>Collections that ran when the window began and ended within it.</summary>
    public required long RunningAtStart { get; init; }

    /// <summary>Collections that began within the window and ran when it ended.</summary>
    public required long RunningAtEnd { get; init; }

    /// <summary>
    /// Stop-the-world pauses for collections; a background collection has two. Pauses that the window cuts are counted,
    /// with the part within it.
    /// </summary>
    public required long PauseCount { get; init; }

    /// <summary>All of them together.</summary>
    public required TimeSpan PauseTotal { get; init; }

    /// <summary>The ten longest, the longest first.</summary>
    public required IReadOnlyList<CollectionPause> LongestPauses { get; init; }

    /// <summary>Stop-the-world pauses for other reasons, such as a debugger.</summary>
    public required long OtherSuspensionCount { get; init; }

    /// <summary>All of those together.</summary>
    public required TimeSpan OtherSuspensionTotal { get; init; }

    /// <summary>Stop-the-world pauses in which the runtime took the samples that the trace contains.</summary>
    public required TimeSpan SamplingTotal { get; init; }

    /// <summary>Beginnings and ends of such times whose other half is lost; they count nowhere else.</summary>
    public required long UnpairedCount { get; init; }
}
