namespace Contrail.Analysis.Model;

/// <summary>A module that the process loaded.</summary>
/// <param name="Time">
/// When; null if it was loaded before, or if the trace lists it without a time.
/// </param>
/// <param name="Path">The path of its file; a name for one that is not in a file.</param>
/// <param name="ModuleId">The runtime's id, for comparison only; it may be used again after an unload.</param>
internal readonly record struct ModuleLoad(TraceTime? Time, string Path, ulong ModuleId)
{
    /// <summary>The path of its symbols on the machine that built it; empty if unknown.</summary>
    public string SymbolPath { get; init; } = "";
}
