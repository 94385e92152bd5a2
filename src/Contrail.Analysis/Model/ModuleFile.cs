namespace Contrail.Analysis.Model;

/// <summary>A module's file as the trace describes it. All of it is untrusted.</summary>
/// <param name="Path">Its path in the recorded process; empty if unknown.</param>
/// <param name="SymbolsId">The id of its symbol file; all zero if unknown.</param>
internal sealed record ModuleFile(string Path, Guid SymbolsId);
