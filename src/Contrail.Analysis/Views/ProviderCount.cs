namespace Contrail.Analysis.Views;

/// <summary>The events of one provider.</summary>
/// <param name="Provider">The provider's name, as the file has it.</param>
/// <param name="Count">All of its events.</param>
/// <param name="Events">The ten most frequent of its kinds of event, the most frequent first.</param>
internal sealed record ProviderCount(string Provider, long Count, IReadOnlyList<NamedCount> Events);
