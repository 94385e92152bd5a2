namespace Contrail;

/// <summary>Describes the completeness of a snapshot's method names. Immutable.</summary>
/// <param name="Rundown">The outcome of the rundown.</param>
/// <param name="RundownSeconds">The duration of the rundown in seconds.</param>
/// <param name="Methods">The number of methods known when the ring was frozen.</param>
/// <param name="Forgotten">
/// The number of methods evicted since recording started, whether or not a window needs them: for the memory limit, or
/// because an event about the method was lost.
/// </param>
public sealed record SymbolFacts(RundownOutcome Rundown, double RundownSeconds, long Methods, long Forgotten)
{
    /// <summary>Events about code that were lost since recording began.</summary>
    public long EventsLost { get; init; }

    /// <summary>
    /// Whether the stream that reports new methods broke off while recording continued: methods compiled since have no
    /// names.
    /// </summary>
    public bool BrokeOff { get; init; }

    /// <summary>
    /// The number of addresses of native code, in the stacks of samples, that were not looked up: the lookup has limits
    /// of time and size, or could not read their file. Code whose file contains no names is not counted.
    /// </summary>
    public int NativeLeftOut { get; init; }

    /// <summary>The value where nothing is known.</summary>
    public static SymbolFacts Unknown { get; } = new(RundownOutcome.Unknown, 0, 0, 0);
}
