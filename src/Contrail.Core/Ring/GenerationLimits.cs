namespace Contrail.Core.Ring;

/// <summary>When a generation is cut: at the first frame that may begin a new one, past either limit.</summary>
/// <param name="Ticks">How long a generation may last.</param>
/// <param name="Bytes">How large it may become.</param>
internal readonly record struct GenerationLimits(long Ticks, long Bytes)
{
    /// <summary>
    /// About a second and a MiB: eviction in steps of a few percent of a ring, at a cost of a few hundred bytes.
    /// A small ring has smaller steps.
    /// </summary>
    public static GenerationLimits For(long ticksPerSecond, long maxBytes) =>
        new(ticksPerSecond, Math.Clamp(maxBytes / 16, 64 << 10, 1 << 20));
}
