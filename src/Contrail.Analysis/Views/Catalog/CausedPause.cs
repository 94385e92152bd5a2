using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>A pause with what it was for.</summary>
/// <param name="Pause">The pause.</param>
/// <param name="Cause">The generation and the reason of its collection, or why else all threads were stopped.</param>
/// <param name="Trigger">The code that caused it; none if unknown.</param>
internal readonly record struct CausedPause(Pause Pause, string Cause, StackId Trigger);
