using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Recording;

/// <summary>What a nettrace generation brings along: its regions, how far each thread came, one-time events.</summary>
internal sealed class NetTraceGenerationState : IGenerationState
{
    private readonly NetTraceFormat _format;

    public NetTraceGenerationState(NetTraceFormat format) => _format = format;

    /// <summary>A generation, this object, its lists, and their places, as allocated.</summary>
    private const int OwnBytes = 400;

    /// <summary>The number of the region that it begins in.</summary>
    public required long FirstRegion { get; init; }

    /// <summary>
    /// The regions with stacks that it has a part of, in order; the first may have begun in an earlier generation.
    /// </summary>
    public required IReadOnlyList<Region> Regions { get; init; }

    /// <summary>What its blocks' metadata ids are in a file; null if they are the same there.</summary>
    public required RowIds? ChangedIds { get; init; }

    public required ThreadMark[] Marks { get; init; }

    /// <summary>
    /// Events lost before the first of a life. Readers begin to count where they first see a thread, and take 0 for
    /// not seen, so they must be told in another way.
    /// </summary>
    public required long LateLostCount { get; init; }

    public required RetainedEvent[] RetainedEvents { get; init; }

    /// <summary>Memory that the beginnings of waits take in the marks.</summary>
    public required long WaitBytes { get; init; }

    /// <inheritdoc/>
    public required (TraceTicks First, TraceTicks Last)? Span { get; init; }

    /// <inheritdoc/>
    public required long EventCount { get; init; }

    /// <inheritdoc/>
    public required int WriterCount { get; init; }

    /// <inheritdoc/>
    public required IReadOnlyList<Loss> Losses { get; init; }

    /// <inheritdoc/>
    public long HeldBytes =>
        OwnBytes + (Regions.Count * (long)Region.OwnBytes) + (Marks.Length * (long)ThreadMark.OwnBytes)
        + (Losses.Count * 64L) + WaitBytes + RetainedEvents.Sum(once => once.Payload.Length + 120L);

    /// <inheritdoc/>
    public void Evict()
    {
        _format.Absorb(this);
        foreach (Region region in Regions)
        {
            region.Release();
        }
    }

    /// <inheritdoc/>
    public IDisposable Pin() => new PinnedRegions(Regions);
}
