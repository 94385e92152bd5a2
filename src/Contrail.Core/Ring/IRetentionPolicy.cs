using Contrail.Core.Formats;

namespace Contrail.Core.Ring;

/// <summary>
/// Decides which closed generations a ring evicts, and how large one generation can be. Not thread-safe.
/// </summary>
internal interface IRetentionPolicy
{
    /// <summary>
    /// Whether the memory limit holds at every byte, and old generations are evicted for it before memory is taken.
    /// Otherwise the policy applies the limit itself, when a generation closes.
    /// </summary>
    bool LimitsEveryByte { get; }

    /// <summary>
    /// Maximum number of bytes of the generation being filled, whatever else is held; null if only the memory limit
    /// bounds it.
    /// </summary>
    long? MaxGenerationBytes(RecordingLimits limits);

    /// <summary>Evicts the generations that are no longer kept at the time <paramref name="now"/>.</summary>
    void Evict(GenerationRing ring, Retention limits, TraceTicks now);
}
