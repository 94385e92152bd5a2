using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Symbols;

/// <summary>The name of code at an address, and the time in which that address has this name.</summary>
/// <param name="Name">"Namespace.Type.Method".</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">Until when, exclusive.</param>
internal readonly record struct CodeSymbol(string Name, TraceTicks Since, TraceTicks Until);
