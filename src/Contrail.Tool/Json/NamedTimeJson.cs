using Contrail.Analysis.Views;

namespace Contrail.Tool.Json;

/// <summary>How often something of one name occurs in a summary, and how long it took.</summary>
internal sealed record NamedTimeJson(string Name, long Count, double TotalSeconds, double LongestSeconds)
{
    public static IEnumerable<NamedTimeJson> Of(IEnumerable<TimeByName> times) => times.Select(time =>
        new NamedTimeJson(time.Name, time.Count, time.Total.TotalSeconds, time.Longest.TotalSeconds));
}
