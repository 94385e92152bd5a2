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
    long? Number, int? Generation, string Reason, bool? IsConcurrent, TimeRange Range)
{
    /// <summary>The code that triggered it: an allocation, or the caller that induced it; none if unknown.</summary>
    public StackId Stack { get; init; }

    /// <summary>Whether code requested it, not the memory that was allocated.</summary>
    public bool IsInduced { get; init; }
}
