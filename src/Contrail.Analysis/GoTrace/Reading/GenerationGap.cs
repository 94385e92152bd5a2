namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>Generations that are missing in a trace.</summary>
/// <param name="Before">The last generation before them.</param>
/// <param name="After">The first generation after them.</param>
internal readonly record struct GenerationGap(ulong Before, ulong After)
{
    /// <summary>How many are missing.</summary>
    public ulong Count => After - Before - 1;
}
