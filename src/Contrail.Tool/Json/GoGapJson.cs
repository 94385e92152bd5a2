using Contrail.Analysis.GoTrace.Reading;

namespace Contrail.Tool.Json;

/// <summary>Missing generations in the summary of a Go trace.</summary>
internal sealed record GoGapJson(ulong GenerationBefore, ulong GenerationAfter)
{
    public static GoGapJson Of(GenerationGap gap) => new(gap.Before, gap.After);
}
