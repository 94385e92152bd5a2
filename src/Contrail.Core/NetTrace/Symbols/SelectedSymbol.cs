using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Symbols;

/// <summary>One event to write into a snapshot.</summary>
/// <param name="Origin">The provider it is written for.</param>
/// <param name="EventId">That provider's id for it.</param>
/// <param name="Version">The version of its payload.</param>
/// <param name="At">When it is to happen.</param>
/// <param name="Payload">Its payload; immutable.</param>
internal readonly record struct SelectedSymbol(
    SymbolOrigin Origin, int EventId, int Version, TraceTicks At, ReadOnlyMemory<byte> Payload);
