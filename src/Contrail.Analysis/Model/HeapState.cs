namespace Contrail.Analysis.Model;

/// <summary>The managed heap after a garbage collection. Sizes are in bytes.</summary>
/// <param name="Time">When.</param>
/// <param name="Gen0Bytes">The size of generation 0.</param>
/// <param name="Gen1Bytes">The size of generation 1.</param>
/// <param name="Gen2Bytes">The size of generation 2.</param>
/// <param name="LargeBytes">The size of the heap of large objects.</param>
/// <param name="PinnedBytes">The size of the heap of pinned objects; 0 where the runtime has none.</param>
internal readonly record struct HeapState(
    TraceTime Time, long Gen0Bytes, long Gen1Bytes, long Gen2Bytes, long LargeBytes, long PinnedBytes)
{
    /// <summary>Objects that were pinned and could not be moved.</summary>
    public long PinnedObjectCount { get; init; }

    /// <summary>Objects that wait for their finalizer.</summary>
    public long FinalizationCount { get; init; }

    /// <summary>Handles of the collector.</summary>
    public long HandleCount { get; init; }

    /// <summary>What survived the collection, promoted from any generation.</summary>
    public long PromotedBytes { get; init; }

    /// <summary>All generations together.</summary>
    public double TotalBytes => (double)Gen0Bytes + Gen1Bytes + Gen2Bytes + LargeBytes + PinnedBytes;
}
