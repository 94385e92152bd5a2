namespace Contrail.Analysis.Views;

/// <summary>A time in which no managed thread ran, because of a collection.</summary>
/// <param name="Offset">When it began, from the beginning of the window.</param>
/// <param name="Duration">From the request to suspend until all threads could run again.</param>
/// <param name="CollectionNumber">The collection that took most of it, where that is known.</param>
/// <param name="Generation">The oldest generation collected, where that is known.</param>
/// <param name="IsBackground">Whether it is one of the short stops of a collection in the background.</param>
/// <param name="AtLeast">Whether the window cuts it, so that it lasted longer.</param>
internal sealed record CollectionPause(
    TimeSpan Offset, TimeSpan Duration, long? CollectionNumber, int? Generation, bool IsBackground, bool AtLeast)
{
    /// <summary>All collections that it held, the one that took most of it first; empty if none is known.</summary>
    public IReadOnlyList<CollectionInPause> Collections { get; init; } = [];
}
