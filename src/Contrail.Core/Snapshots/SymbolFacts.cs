namespace Contrail;

/// <summary>Where a snapshot's method names come from.</summary>
/// <param name="Rundown">
/// <c>none</c>: recorded from the first instruction; <c>done</c>: asked for when the recorder came; <c>never</c>:
/// not asked for, so methods compiled before have no names; <c>failed</c>: requested and not complete, to be requested
/// again; <c>pending</c>: requested and not complete yet; <c>unknown</c>: no manifest says it.
/// </param>
/// <param name="RundownSeconds">How long that took.</param>
/// <param name="Methods">Methods known when the ring was frozen.</param>
/// <param name="Forgotten">
/// Methods given up since recording began, whether or not a window needs them: for the limit of memory, or because the
/// event about one was lost.
/// </param>
public sealed record SymbolFacts(string Rundown, double RundownSeconds, long Methods, long Forgotten)
{
    /// <summary>Events about code that were lost since recording began.</summary>
    public long EventsLost { get; init; }

    /// <summary>
    /// Whether the stream that tells of new methods broke off while recording went on: methods compiled since have no
    /// names.
    /// </summary>
    public bool BrokeOff { get; init; }

    /// <summary>Where nothing is known.</summary>
    public static SymbolFacts Unknown { get; } = new("unknown", 0, 0, 0);
}
