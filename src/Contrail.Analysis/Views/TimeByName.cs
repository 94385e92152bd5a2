namespace Contrail.Analysis.Views;

/// <summary>How often something of a name happened, and for how long.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Count">How often.</param>
/// <param name="Total">For how long in all.</param>
/// <param name="Longest">For how long at most.</param>
internal readonly record struct TimeByName(string Name, long Count, TimeSpan Total, TimeSpan Longest);
