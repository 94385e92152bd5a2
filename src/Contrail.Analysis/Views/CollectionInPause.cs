namespace Contrail.Analysis.Views;

/// <summary>A collection that a pause holds.</summary>
/// <param name="Number">The runtime's number of it.</param>
/// <param name="Generation">The oldest generation collected, where that is known.</param>
/// <param name="IsBackground">Whether it ran in the background after the pause.</param>
/// <param name="Duration">
/// Its part of the pause, without the collections inside it; null where it did not end within the pause.
/// </param>
internal sealed record CollectionInPause(long Number, int? Generation, bool IsBackground, TimeSpan? Duration);
