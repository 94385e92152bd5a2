using Contrail.Core.Formats;

namespace Contrail.Analysis.Views;

/// <summary>A collection, as far as its two events have come.</summary>
/// <param name="Number">The runtime's number of it.</param>
/// <param name="Generation">The oldest generation collected.</param>
/// <param name="Background">Whether it began as one in the background; false as long as its start has not come.</param>
/// <param name="Start">When it began; null if that event has not come.</param>
/// <param name="End">When it ended; null if that event has not come.</param>
internal readonly record struct Collection(
    uint Number, uint Generation, bool Background, TraceTicks? Start, TraceTicks? End)
{
    private const uint GenerationOfBackground = 2;

    /// <summary>Whether it ran beside the program, or may have: without a start nobody tells.</summary>
    public bool MayBeBackground => Background || (Start is null && Generation == GenerationOfBackground);
}
