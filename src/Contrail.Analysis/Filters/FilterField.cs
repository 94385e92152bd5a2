namespace Contrail.Analysis.Filters;

/// <summary>A field of an expression.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What its values are.</param>
internal readonly record struct FilterField(string Name, FilterFieldType Type);
