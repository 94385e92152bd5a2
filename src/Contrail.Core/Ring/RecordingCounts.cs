using Contrail.Core.Formats;

namespace Contrail.Core.Ring;

/// <summary>What a recording holds and has received, at one moment.</summary>
internal sealed record RecordingCounts
{
    /// <summary>The recording's status.</summary>
    public required SourceState Status { get; init; }

    /// <summary>The fault in the bytes; null without one.</summary>
    public required TraceFault? Fault { get; init; }

    /// <summary>Bytes that have arrived.</summary>
    public required long StreamBytes { get; init; }

    /// <summary>Events that have arrived.</summary>
    public required long EventCount { get; init; }

    /// <summary>Memory held for the source, as allocated.</summary>
    public required long HeldBytes { get; init; }

    /// <summary>Bytes of the frames held in generations, as they arrived.</summary>
    public required long FrameBytes { get; init; }

    /// <summary>Generations held.</summary>
    public required int GenerationCount { get; init; }

    /// <summary>Generations evicted so far, for age or memory.</summary>
    public required long EvictedCount { get; init; }

    /// <summary>Where complete history begins; null before data arrived.</summary>
    public required TraceTicks? Start { get; init; }

    /// <summary>
    /// How many threads that are alive wrote in the latest closed generation, about a second; 0 before the first, and
    /// where the format does not count them.
    /// </summary>
    public int WriterCount { get; init; }

    /// <summary>The latest moment seen.</summary>
    public required TraceTicks? Latest { get; init; }

    /// <summary>Frequency of the trace's clock; 0 before data arrived.</summary>
    public required long TicksPerSecond { get; init; }

    /// <summary>Losses since recording began, by reason.</summary>
    public required IReadOnlyDictionary<LossReason, long> LossCounts { get; init; }

    /// <summary>The records that are not in the stream, a lane for each kind.</summary>
    public required IReadOnlyList<LaneHealth> Lanes { get; init; }
}
