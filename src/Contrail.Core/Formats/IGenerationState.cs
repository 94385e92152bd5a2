namespace Contrail.Core.Formats;

/// <summary>What a format keeps about one generation. The ring stores it and calls it on eviction.</summary>
internal interface IGenerationState
{
    /// <summary>The earliest and the latest timestamp of its contents; null without timestamps.</summary>
    (TraceTicks First, TraceTicks Last)? Span { get; }

    /// <summary>Number of events in it.</summary>
    long EventCount { get; }

    /// <summary>
    /// How many threads that are still alive wrote events of it; 0 where the format does not count them.
    /// </summary>
    int WriterCount => 0;

    /// <summary>Losses that its contents show.</summary>
    IReadOnlyList<Loss> Losses { get; }

    /// <summary>Memory used by this object, in bytes.</summary>
    long HeldBytes { get; }

    /// <summary>
    /// Called when the generation leaves the ring: what must survive moves into the format's own state.
    /// </summary>
    void Evict();

    /// <summary>
    /// A copy that pins what the generation needs in addition to its own frames, until it is disposed.
    /// </summary>
    IDisposable Pin();
}
