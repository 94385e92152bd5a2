namespace Contrail.Analysis.Model;

/// <summary>How many events of one kind a file has.</summary>
/// <param name="Provider">The name of their provider; for formats without providers, of the format's runtime.</param>
/// <param name="Name">The name of the kind.</param>
/// <param name="Count">Their number.</param>
internal readonly record struct EventCount(string Provider, string Name, long Count);
