using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Symbols;

/// <summary>What an address contains at a moment.</summary>
/// <param name="Method">The method; null if there is no code, or if it has no name.</param>
/// <param name="Until">The last moment, from that one on, at which it certainly contains the same.</param>
internal readonly record struct CodeSymbol(CodeMethod? Method, TraceTicks Until);
