namespace Contrail.Analysis.Model;

/// <summary>A garbage collection during a pause.</summary>
/// <param name="Number">The runtime's number for it.</param>
/// <param name="Generation">The oldest generation collected; null if unknown.</param>
/// <param name="IsConcurrent">Whether it runs while the application does, apart from its pauses.</param>
/// <param name="OwnNanoseconds">
/// Its part of the pause, without the collections inside it; null if it did not end during the pause.
/// </param>
internal readonly record struct PauseCollection(
    long Number, int? Generation, bool IsConcurrent, long? OwnNanoseconds);
