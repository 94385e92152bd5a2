using Contrail.Analysis.GoTrace.Summary;

namespace Contrail.Tool.Json;

/// <summary>The goroutines in the summary of a Go trace.</summary>
internal sealed record GoroutinesJson(long Count, IEnumerable<GoroutineGroupJson> Groups)
{
    public static GoroutinesJson Of(GoTraceSummary summary) =>
        new(summary.GoroutineCount, summary.Goroutines.Select(GoroutineGroupJson.Of));
}
