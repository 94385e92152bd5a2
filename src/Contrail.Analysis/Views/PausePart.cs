namespace Contrail.Analysis.Views;

/// <summary>A collection and the part of a pause that it took.</summary>
/// <param name="Of">The collection.</param>
/// <param name="OwnTicks">Without the collections inside it; null where it did not end within the pause.</param>
internal readonly record struct PausePart(Collection Of, double? OwnTicks)
{
    /// <summary>The oldest generation collected; null for a number that no generation has.</summary>
    public int? Generation => Of.Generation <= 2 ? (int)Of.Generation : null;
}
