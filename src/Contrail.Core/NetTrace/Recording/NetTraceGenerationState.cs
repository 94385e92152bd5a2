using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Recording;

/// <summary>
/// What the format keeps about a nettrace generation: its regions, the position of each thread, one-time events.
/// </summary>
internal sealed class NetTraceGenerationState : IGenerationState
{
    private readonly NetTraceFormat _format;

    public NetTraceGenerationState(NetTraceFormat format) => _format = format;

    /// <summary>A generation, this object, its lists, and their places, as allocated.</summary>
    private const int OwnBytes = 400;

    /// <summary>The number of the region that it begins in.</summary>
    public required long FirstRegion { get; init; }

    /// <summary>
    /// The regions with stacks that it has a part of, in order; the first may have started in an earlier generation.
    /// </summary>
    public required IReadOnlyList<Region> Regions { get; init; }

    /// <summary>The file's metadata id for each of its blocks' ids; null if they are the same.</summary>
    public required RowIds? ChangedIds { get; init; }

    public required ThreadMark[] Marks { get; init; }

    /// <summary>
    /// Events lost before the first of an incarnation. Readers begin to count where they first see a thread, and treat
    /// 0 as not seen, so these losses must be written in another way.
    /// </summary>
    public required long LateLostCount { get; init; }

    public required RetainedEvent[] RetainedEvents { get; init; }

    /// <summary>Memory used by the starts of waits in the marks.</summary>
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
        + (Losses.Count * 64L) + WaitBytes + RetainedEvents.Sum(retained => retained.Payload.Length + 120L);

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
