using Contrail.Analysis.Views;

namespace Contrail.Tool.Json;

/// <summary>A name in a summary, and how often it occurs.</summary>
internal sealed record NamedCountJson(string Name, long Count)
{
    public static IEnumerable<NamedCountJson> Of(IEnumerable<NamedCount> counts) =>
        counts.Select(one => new NamedCountJson(one.Name, one.Count));
}
