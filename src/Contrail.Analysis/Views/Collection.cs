using Contrail.Core.Formats;

namespace Contrail.Analysis.Views;

/// <summary>A collection, from those of its two events that have been read.</summary>
/// <param name="Number">The runtime's number of it.</param>
/// <param name="Generation">The oldest generation collected.</param>
/// <param name="Background">Whether it began as a background collection; false without its start.</param>
/// <param name="Start">When it began; null without that event.</param>
/// <param name="End">When it ended; null without that event.</param>
internal readonly record struct Collection(
    uint Number, uint Generation, bool Background, TraceTicks? Start, TraceTicks? End)
{
    private const uint GenerationOfBackground = 2;

    /// <summary>Whether it ran concurrently with the program, or can have: without a start that is unknown.</summary>
    public bool MayBeBackground => Background || (Start is null && Generation == GenerationOfBackground);
}
