namespace Contrail.Core.NetTrace.Observing;

/// <summary>What the events of a time show of the runtime. Immutable.</summary>
/// <param name="Gen0Collections">Collections of generation 0 that started.</param>
/// <param name="Gen1Collections">Collections of generation 1 that started.</param>
/// <param name="Gen2Collections">Collections of generation 2 that started.</param>
/// <param name="Exceptions">Exceptions that were thrown.</param>
/// <param name="Pauses">
/// How long the suspensions that ended were, all together and the longest, in nanoseconds; null if that is unknown.
/// </param>
internal sealed record MilestoneCounts(
    long Gen0Collections, long Gen1Collections, long Gen2Collections, long Exceptions,
    (long Total, long Longest)? Pauses);
