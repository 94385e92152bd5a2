namespace Contrail.Analysis.Model;

/// <summary>An object whose finalizer runs.</summary>
/// <param name="Time">When it begins to run.</param>
/// <param name="Type">The object's type; empty if the trace does not contain its name.</param>
internal readonly record struct FinalizedObject(TraceTime Time, string Type);
