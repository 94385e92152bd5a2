using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Wire;

namespace Contrail.Core.GoTrace.Recording;

/// <summary>
/// What the format keeps about a Go generation. It is self-contained, so nothing survives its eviction.
/// </summary>
internal sealed class GoTraceGenerationState : IGenerationState, IDisposable
{
    /// <summary>A generation, this object, what it refers to, and their places, as allocated.</summary>
    internal const int OwnBytes = 440;

    private readonly GoGeneration _generation;

    internal GoTraceGenerationState(GoGeneration generation, GoTraceVersion version)
    {
        _generation = generation;
        Version = version;
    }

    /// <summary>The version of its stream.</summary>
    public GoTraceVersion Version { get; }

    /// <summary>Its number in its trace.</summary>
    public ulong Number => _generation.Number;

    /// <summary>Its clocks; null where it was dropped before they arrived.</summary>
    public GoClocks? Clocks => _generation.Clocks;

    public int BatchCount => _generation.BatchCount;

    public int ExperimentalBatchCount => _generation.ExperimentalBatchCount;

    /// <inheritdoc/>
    public (TraceTicks First, TraceTicks Last)? Span => _generation.Span;

    /// <inheritdoc/>
    public long EventCount => 0;

    /// <summary>Its size by the count of Go's own recorder.</summary>
    public long UpstreamBytes => _generation.UpstreamBytes;

    /// <inheritdoc/>
    public IReadOnlyList<Loss> Losses => [];

    /// <inheritdoc/>
    public long HeldBytes => OwnBytes;

    /// <inheritdoc/>
    public void Evict()
    {
        // Every generation is self-contained.
    }

    /// <inheritdoc/>
    public IDisposable Pin() => this;

    /// <summary>Nothing was pinned.</summary>
    public void Dispose()
    {
        // Nothing was pinned.
    }
}
