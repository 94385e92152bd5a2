namespace Contrail.Core.Formats;

/// <summary>What a format knows of one generation. The ring keeps it, and hands it back when it is evicted.</summary>
internal interface IGenerationState
{
    /// <summary>The earliest and the latest timestamp of its contents; null if it has none.</summary>
    (TraceTicks First, TraceTicks Last)? Span { get; }

    /// <summary>How many events it holds.</summary>
    long EventCount { get; }

    /// <summary>
    /// How many threads that still live wrote something of it; 0 where the format does not count them.
    /// </summary>
    int WriterCount => 0;

    /// <summary>What its contents show to be lost.</summary>
    IReadOnlyList<Loss> Losses { get; }

    /// <summary>Bytes of memory that this takes.</summary>
    long HeldBytes { get; }

    /// <summary>The generation leaves the ring: what must survive it moves into the format's carry.</summary>
    void Evict();

    /// <summary>A copy that pins what the generation needs beside its own frames, until it is disposed.</summary>
    IDisposable Pin();
}
