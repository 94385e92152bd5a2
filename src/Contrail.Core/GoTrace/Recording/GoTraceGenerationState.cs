using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Wire;

namespace Contrail.Core.GoTrace.Recording;

/// <summary>What is known of a Go generation. It refers to nothing outside itself, so nothing survives it.</summary>
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

    /// <summary>The version of the stream it came from.</summary>
    public GoTraceVersion Version { get; }

    /// <summary>The number that it has in its trace.</summary>
    public ulong Number => _generation.Number;

    /// <summary>Its clocks; null where it was given up before they came.</summary>
    public GoClocks? Clocks => _generation.Clocks;

    public int BatchCount => _generation.BatchCount;

    public int ExperimentalBatchCount => _generation.ExperimentalBatchCount;

    /// <inheritdoc/>
    public (TraceTicks First, TraceTicks Last)? Span => _generation.Span;

    /// <inheritdoc/>
    public long EventCount => 0;

    /// <summary>Its size as Go's own recorder counts it.</summary>
    public long UpstreamBytes => _generation.UpstreamBytes;

    /// <inheritdoc/>
    public IReadOnlyList<Loss> Losses => [];

    /// <inheritdoc/>
    public long HeldBytes => OwnBytes;

    /// <inheritdoc/>
    public void Evict()
    {
        // Every generation stands alone.
    }

    /// <inheritdoc/>
    public IDisposable Pin() => this;

    /// <summary>Nothing was pinned.</summary>
    public void Dispose()
    {
        // Nothing was pinned.
    }
}
