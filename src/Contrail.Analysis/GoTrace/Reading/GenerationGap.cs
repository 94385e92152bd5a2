namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>Generations that are not in a trace.</summary>
/// <param name="Before">The last that is there before them.</param>
/// <param name="Behind">The first generation after them.</param>
internal readonly record struct GenerationGap(ulong Before, ulong Behind)
{
    /// <summary>How many are missing.</summary>
    public ulong Count => Behind - Before - 1;
}
