namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>A goroutine, a proc, or the whole program.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Which one; 0 for the whole program.</param>
internal readonly record struct GoResource(GoResourceKind Kind, long Id);
