namespace Contrail.Analysis.Views;

/// <summary>How often something occurred.</summary>
/// <param name="Name">What, in words; text from a file is shortened, and may hold any character.</param>
/// <param name="Count">How often.</param>
internal sealed record NamedCount(string Name, long Count);
