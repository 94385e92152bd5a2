namespace Contrail.Analysis.Findings;

/// <summary>One quantity that is measured over time.</summary>
/// <param name="Kind">What is measured.</param>
/// <param name="Subject">Of what: a place in the code, a type, a route; empty for the whole process.</param>
internal readonly record struct MeasureKey(MeasureKind Kind, string Subject);
