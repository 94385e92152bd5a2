namespace Contrail.Analysis.Model;

/// <summary>The phase of a garbage collection that marks objects while the application runs.</summary>
/// <param name="Range">When.</param>
internal readonly record struct MarkPhase(TimeRange Range);
