using Contrail.Core.Formats;

namespace Contrail.Analysis.Views;

/// <summary>A time in which all managed threads were asked to stand still, as its two events tell it.</summary>
/// <param name="Begin">When they were asked.</param>
/// <param name="End">When all could run again.</param>
/// <param name="Reason">The runtime's number for why.</param>
/// <param name="CollectionNumber">The collection that began meanwhile on the thread that asked.</param>
/// <param name="Generation">Its oldest generation.</param>
/// <param name="Background">Whether that one goes on in the background.</param>
internal readonly record struct Suspension(
    TraceTicks Begin, TraceTicks End, uint Reason, uint? CollectionNumber, uint? Generation, bool Background)
{
    private const uint ReasonCollection = 1;
    private const uint ReasonCollectionPreparation = 6;

    /// <summary>Whether a collection was the reason; the later stop of one in the background has its own.</summary>
    public bool IsForCollection => Reason is ReasonCollection or ReasonCollectionPreparation;

    /// <summary>Whether it is the second stop of a collection in the background.</summary>
    public bool IsBackgroundStop => Reason == ReasonCollectionPreparation;
}
