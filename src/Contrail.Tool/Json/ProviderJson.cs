using Contrail.Analysis.Views;

namespace Contrail.Tool.Json;

/// <summary>A provider in a summary, and its most frequent events.</summary>
internal sealed record ProviderJson(string Name, long Count, IEnumerable<NamedCountJson> Events)
{
    public static ProviderJson Of(ProviderCount provider) =>
        new(provider.Provider, provider.Count, NamedCountJson.Of(provider.Events));
}
