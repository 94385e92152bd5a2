using Contrail.Core.Formats;

namespace Contrail.Analysis.Views;

/// <summary>A suspension of all managed threads, from its two events.</summary>
/// <param name="Begin">When it was requested.</param>
/// <param name="End">When all could run again.</param>
/// <param name="Reason">The runtime's number for why.</param>
internal readonly record struct Suspension(TraceTicks Begin, TraceTicks End, uint Reason)
{
    /// <summary>The runtime's reason of a collection.</summary>
    public const uint ReasonCollection = 1;

    /// <summary>Of a later stop of one in the background, and of changes to how many heaps there are.</summary>
    private const uint ReasonCollectionPreparation = 6;

    /// <summary>Whether a collection was the reason.</summary>
    public bool IsForCollection => Reason is ReasonCollection or ReasonCollectionPreparation;
}
