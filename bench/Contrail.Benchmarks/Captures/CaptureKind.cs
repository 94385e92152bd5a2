namespace Contrail.Benchmarks.Captures;

/// <summary>What a benchmark's stream is made of. Both are recorded from a real process.</summary>
public enum CaptureKind
{
    /// <summary>A bit of everything that a service does, with stacks: many threads, many kinds of events.</summary>
    Mixed,

    /// <summary>One thread that writes small events as fast as it can, about 19 bytes each: the worst case.</summary>
    Flood,
}
