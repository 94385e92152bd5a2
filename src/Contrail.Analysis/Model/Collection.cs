namespace Contrail.Analysis.Model;

/// <summary>A garbage collection.</summary>
/// <param name="Number">The runtime's number for it; null if it has none.</param>
/// <param name="Generation">The oldest generation collected; null if unknown, or if there are no generations.</param>
/// <param name="Reason">Why it started; empty if the trace does not contain it.</param>
/// <param name="IsConcurrent">Whether it runs while the application does, apart from its pauses; null if
/// unknown.</param>
/// <param name="Range">
/// When. The range of a concurrent collection contains its pauses.
/// </param>
internal readonly record struct Collection(
    long? Number, int? Generation, string Reason, bool? IsConcurrent, TimeRange Range);
