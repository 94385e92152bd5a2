using Contrail.Analysis.GoTrace.Summary;

namespace Contrail.Tool.Json;

/// <summary>The stop-the-world pauses in the summary of a Go trace.</summary>
internal sealed record GoStopsJson(IEnumerable<NamedTimeJson> ByReason, IEnumerable<GoStopJson> Longest)
{
    public static GoStopsJson Of(GoTraceSummary summary) => new(
        NamedTimeJson.Of(summary.Stops),
        summary.LongestStops.Select(stop =>
            new GoStopJson(stop.Name, stop.Offset.TotalSeconds, stop.Length.TotalSeconds)));
}
